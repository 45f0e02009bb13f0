# shellcheck shell=bash
# How the service's JVM is started. Needs common.sh and maven.sh, "here" for the folder of the scripts, and the project's root as the working folder.
# shellcheck disable=SC2154

JVM_FLAGS=scripts/lib/fleetline.jvm
AOT_CACHE=target/fleetline.aot
IMAGE_AOT_CACHE=target/fleetline-image.aot # trained by the image's JVM, of no use to this machine's

# Sets jvm_options: the house's flags, and the AOT cache when it was made for this build.
choose_jvm_options() {
  jvm_options=("@$JVM_FLAGS")
  [[ -f $AOT_CACHE ]] || return 0
  if [[ $AOT_CACHE -nt $JAR && $AOT_CACHE -nt $JVM_FLAGS ]]; then
    jvm_options+=("-XX:AOTCache=$AOT_CACHE")
  else
    say "The AOT cache is older than the build, so the start is slower: 'scripts/aot-cache' makes it anew."
  fi
}

# Sets jvm_options, with a cache that is made first where there is none for this build.
require_aot_cache() {
  choose_jvm_options
  ((${#jvm_options[@]} > 1)) || "$here/aot-cache"
  choose_jvm_options
}
