# shellcheck shell=bash
# Images from Debian's packages and this build. Needs common.sh, debian.sh, processes.sh, maven.sh and jvm.sh, and the project's root as
# the working folder.
# shellcheck disable=SC2034,SC2154

RUNTIME_PACKAGES=openjdk-25-jre-headless
BACKUP_PACKAGES=postgresql-client-17,rclone,age,jq,ca-certificates,tzdata
IMAGES_RECIPE=1 # raise it when the way of building changes

images_log="$(cache_dir)/images.log"

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# Sets tar_options and tar_file beforehand.
debian_tar() { mmdebstrap --mode=root --variant=minbase --format=tar "${tar_options[@]}" "$DEBIAN_SUITE" "$tar_file" "$@"; }

# base_image NAME PACKAGES: sets base to an image of Debian with these packages, made once.
base_image() {
  local name=$1 packages=$2 tar_options=() tar_file
  base="fleetline-base-$name:$(printf '%s\n' "$DEBIAN_SUITE" "$packages" "$IMAGES_RECIPE" "$(uname -m)" | sha256sum | cut -c1-12)"
  if has_image "$base"; then return 0; fi
  need_mmdebstrap
  say "Building a base image from Debian's packages ($packages), about 30 s, once."
  mapfile -t tar_options < <(mmdebstrap_options "$packages")
  tar_file=$(mktemp)
  with_mirrors "$images_log" debian_tar || die "The base image $name could not be built: see $images_log."
  docker import -c 'ENV LANG=C.UTF-8' - "$base" <"$tar_file" >/dev/null
  rm -f "$tar_file"
}

# The tree in which scripts/database runs its own server serves as the base of the database's image.
database_base() {
  local tree
  tree=$(env -u DATABASE_URL "$here/database" tree)
  base="fleetline-base-database:${tree##*root-}"
  has_image "$base" || tar -C "$tree" -c --numeric-owner --exclude='./dev/*' --exclude=./var/lib/fleetline . | docker import - "$base" >/dev/null
}

# build_image NAME BASE FOLDER OPTION…, by the classic builder: Debian has no other.
build_image() {
  local name=$1 from=$2 folder=$3
  shift 3
  DOCKER_BUILDKIT=0 docker build -t "$name" --build-arg "BASE_IMAGE=$from" "$@" "$folder" >"$images_log" 2>&1 && return 0
  show_last_lines "$images_log"
  die "The image $name could not be built: its last words are above."
}

# trained_from IMAGE: of which plain image, and by which Dockerfile, it is the quick one.
trained_from() { docker image inspect --format '{{index .Config.Labels "trained-from"}}' "$1" 2>/dev/null; }

# service_image BASE: the image fleetline, with an AOT cache that its own JVM made.
service_image() {
  local plain
  build_jar
  build_image fleetline-plain "$1" . --target plain
  plain="$(docker image inspect --format '{{.Id}}' fleetline-plain)-$(cksum <Dockerfile | cut -d' ' -f1)"
  [[ $(trained_from fleetline) != "$plain" ]] || return 0
  "$here/aot-cache" --image fleetline-plain
  build_image fleetline "$1" . --target quick --label "trained-from=$plain"
  rm -f "$IMAGE_AOT_CACHE"
}

database_image() {
  database_base
  build_image fleetline-database "$base" "$here/lib/containers/database-image"
}

# All of them on bases from Debian's packages; sets runtime_base.
debian_images() {
  base_image runtime "$RUNTIME_PACKAGES"
  runtime_base=$base
  service_image "$runtime_base"
  database_image
  base_image backup "$BACKUP_PACKAGES"
  build_image fleetline-backup "$base" . -f backup/Dockerfile
}

# Ours, on the usual bases of a registry.
registry_images() {
  service_image "${JRE_IMAGE:-eclipse-temurin:25-jre}"
  build_image fleetline-backup "${DEBIAN_IMAGE:-debian:trixie-slim}" . -f backup/Dockerfile
}

# In one line.
image_sizes() {
  docker image ls --format '{{.Repository}} {{.Tag}} {{.Size}}' |
    sed -n 's/^\(fleetline\(-plain\|-database\|-backup\)\{0,1\}\) latest /\1 /p' | sort | tr '\n' ',' | sed 's/,$//; s/,/, /g'
}
