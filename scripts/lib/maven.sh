# shellcheck shell=bash
# Maven in the version that the wrapper names. Needs common.sh, and the project's root as the working folder.

maven_version() { sed -n 's/^distributionUrl=.*apache-maven-\(.*\)-bin\.zip$/\1/p' .mvn/wrapper/maven-wrapper.properties; }

# Where Apache's archive cannot be reached, the distribution's mvn knows where artefacts come from here.
maven_as_artefact() {
  local version=$1 home=$2 work
  command -v mvn >/dev/null || apt_install maven
  need unzip
  say "Apache's archive of Maven cannot be reached: fetching Maven $version as an artefact."
  work=$(mktemp -d)
  mvn -B -q dependency:copy "-Dartifact=org.apache.maven:apache-maven:$version:zip:bin" "-DoutputDirectory=$work" >&2 ||
    die "Maven $version could not be fetched: see docs/decisions/0005-maven-without-a-registry-address.md, or put it on the PATH of './mvnw' yourself."
  unzip -q "$work/apache-maven-$version-bin.zip" -d "$work"
  mkdir -p "${home%/*}"
  mv "$work/apache-maven-$version" "$home"
  rm -rf "$work"
}

# maven ARGUMENT…: as ./mvnw would.
maven() {
  local version home
  version=$(maven_version)
  home="$(cache_dir)/apache-maven-$version"
  if [[ ! -x $home/bin/mvn ]]; then
    if timeout 300 ./mvnw --version >/dev/null 2>&1; then
      ./mvnw "$@"
      return
    fi
    maven_as_artefact "$version" "$home"
  fi
  "$home/bin/mvn" "$@"
}

JAR=target/quarkus-app/quarkus-run.jar

# Says each step of the build as it begins; what Maven says is shown only when it fails.
build_with_progress() {
  local log
  log="$(cache_dir)/build.log"
  mkdir -p "${log%/*}"
  if maven -B -ntp package -DskipTests 2>&1 | tee "$log" | show_steps; then return 0; fi
  grep -E '^\[(ERROR|FATAL)' "$log" >&2 || tail -n 20 "$log" >&2
  die "The build failed: its errors are above, all of it is in $log."
}

show_steps() {
  local line
  while IFS= read -r line; do
    if [[ $line =~ ---\ ([a-z-]+):[^:]+:([a-z-]+) ]]; then say "  ${BASH_REMATCH[1]} ${BASH_REMATCH[2]} (after $SECONDS s)"; fi
  done
}

# The packaged service, made when it is missing or older than its sources.
build_jar() {
  [[ ! -f $JAR || -n $(find src migrations pom.xml -newer "$JAR" -print -quit) ]] || return 0
  say "Building the service, because $JAR is missing or older than its sources: a minute or two, longer the first time."
  build_with_progress
  [[ -f $JAR ]] || die "The build made no $JAR: see pom.xml."
  touch "$JAR"
}
