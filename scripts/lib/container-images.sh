# shellcheck shell=bash
# Images from Debian's packages and this build, for a machine without a registry. Needs common.sh, debian.sh, container-engine.sh and maven.sh.

RUNTIME_PACKAGES=openjdk-25-jre-headless
BACKUP_PACKAGES=postgresql-client-17,rclone,age,ca-certificates,jq
IMAGES_RECIPE=1 # raise it when the way of building changes

# has_image NAME
has_image() { docker image inspect "$1" >/dev/null 2>&1; }

debian_tar() { mmdebstrap --mode=root --variant=minbase --format=tar "${tar_options[@]}" "$DEBIAN_SUITE" "$engine/base.tar" "$@"; }

# base_image NAME PACKAGES: sets base to an image of Debian with these packages, made once.
base_image() {
  local name=$1 packages=$2 tar_options=()
  base="fleetline-base-$name:$(printf '%s\n' "$DEBIAN_SUITE" "$packages" "$IMAGES_RECIPE" "$(uname -m)" | sha256sum | cut -c1-12)"
  if has_image "$base"; then return 0; fi
  need_mmdebstrap
  say "Building a base image from Debian's packages ($packages), about 30 s, once."
  mapfile -t tar_options < <(mmdebstrap_options "$packages")
  with_mirrors "$engine/$name.log" debian_tar || die "The base image $name could not be built: see $engine/$name.log."
  docker import - "$base" <"$engine/base.tar" >/dev/null
  rm -f "$engine/base.tar"
}

# The tree in which scripts/database runs its own server serves as the base of the database's image.
database_base() {
  local tree
  tree=$(env -u DATABASE_URL "$here/database" tree)
  base="fleetline-base-database:${tree##*root-}"
  has_image "$base" || tar -C "$tree" -c --numeric-owner --exclude='./dev/*' --exclude=./var/lib/fleetline . | docker import - "$base" >/dev/null
}

# build NAME FOLDER OPTION…: from the base that was made last. The classic builder: Debian has no other.
build() {
  local name=$1 folder=$2
  shift 2
  DOCKER_BUILDKIT=0 docker build -q -t "$name" --build-arg "BASE_IMAGE=$base" "$@" "$folder" >"$engine/build.log" 2>&1 ||
    { show_last_lines "$engine/build.log"; die "The image $name could not be built: its last words are above."; }
}

database_image() {
  database_base
  build fleetline-database "$here/lib/container-database"
}

service_image() {
  build_jar
  base_image runtime "$RUNTIME_PACKAGES"
  build fleetline .
}

image_sizes() {
  docker image ls --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep -E '^fleetline(-database|-backup)?:latest ' |
    sed 's/:latest / /' | sort
}
