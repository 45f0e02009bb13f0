# shellcheck shell=bash
# Helpers that every script sources: messages, privileges, packages, the JDK, ports, health.

JDK_MINIMUM=25

# A closed terminal is no reason to stop cleaning up.
say() { printf '[fleetline] %s\n' "$*" >&2 || true; }

# Prints one sentence that says what to do, and exits.
die() {
  say "$*"
  exit 1
}

# The cache folder: ~/.cache/fleetline unless XDG_CACHE_HOME is set.
cache_dir() {
  local base="${XDG_CACHE_HOME:-${HOME:?HOME is not set: set it or XDG_CACHE_HOME}/.cache}"
  [[ $base == /* ]] || base="$PWD/$base"
  printf '%s/fleetline\n' "$base"
}

is_root() { [[ $(id -u) -eq 0 ]]; }

# Runs a command as root: directly, or through sudo.
sudo_run() {
  if is_root; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "Root is needed for '$1' and there is no sudo: run this script as root, or install sudo."
  fi
}

apt_knows() {
  local package
  for package in "$@"; do
    apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || return 1
  done
}

apt_updated=""
apt_update() {
  [[ -z $apt_updated ]] || return 0
  say "Updating the list of packages, about 10 s."
  sudo_run apt-get -q update >>"$(cache_dir)/apt.log" 2>&1 || true
  apt_updated=yes
}

apt_install_once() {
  sudo_run env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$(cache_dir)/apt.log" 2>&1
}

# Installs packages; the list of packages is updated only when it does not know them or is out of date.
apt_install() {
  command -v apt-get >/dev/null || die "There is no apt on this system: install $* with its own package manager."
  is_root || command -v sudo >/dev/null ||
    die "The packages $* are missing and there is neither root nor sudo to install them: have them installed, then retry."
  mkdir -p "$(cache_dir)"
  apt_knows "$@" || apt_update
  say "Installing $* with apt."
  apt_install_once "$@" && return 0
  [[ -z $apt_updated ]] || die "apt could not install $*: see $(cache_dir)/apt.log, or install it by hand."
  apt_update
  apt_install_once "$@" || die "apt could not install $*: see $(cache_dir)/apt.log, or install it by hand."
}

# need COMMAND [PACKAGE]: the command is there afterwards.
need() {
  command -v "$1" >/dev/null || apt_install "${2:-$1}"
}

# The major version of the JDK in a folder; nothing when there is no JDK (a run-time without a compiler does not count).
jdk_version() {
  local home=$1 version=""
  [[ -x $home/bin/java && -x $home/bin/javac ]] || return 0
  [[ -r $home/release ]] && version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  [[ -n $version ]] || version=$("$home/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
  printf '%s\n' "$version"
}

jdk_candidates() {
  local java
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    printf '%s\n' "${java%/bin/java}"
  fi
  printf '%s\n' /usr/lib/jvm/* /opt/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*
}

jdk_pick() {
  local home homes=() version
  mapfile -t homes < <(jdk_candidates)
  for home in "${homes[@]}"; do
    version=$(jdk_version "$home")
    if [[ -n $version && $version -ge $JDK_MINIMUM ]]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

jdk_install() {
  local package
  command -v apt-get >/dev/null || return 1
  apt_knows "openjdk-$JDK_MINIMUM-jdk-headless" || { mkdir -p "$(cache_dir)" && apt_update; }
  for package in "openjdk-$JDK_MINIMUM-jdk-headless" "temurin-$JDK_MINIMUM-jdk"; do
    if apt_knows "$package"; then
      apt_install "$package"
      return 0
    fi
  done
  return 1
}

# Exports JAVA_HOME (and puts its bin first on PATH): a JDK that is there already, or the distribution's own.
find_jdk() {
  local home
  if ! home=$(jdk_pick); then
    jdk_install || die "No JDK $JDK_MINIMUM was found and this system's packages have none: install any JDK $JDK_MINIMUM (Temurin, SDKMAN, your distribution) and set JAVA_HOME to it."
    home=$(jdk_pick) || die "The JDK that apt installed was not found: set JAVA_HOME to a JDK $JDK_MINIMUM."
  fi
  export JAVA_HOME="$home" PATH="$home/bin:$PATH"
}

# Whether a container engine answers.
docker_answers() {
  command -v docker >/dev/null && timeout 5 docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port PREFERRED: the first port from PREFERRED on that nobody listens on.
free_port() {
  local port
  for ((port = $1; port < $1 + 200 && port < 65536; port++)); do
    if ! port_taken "$port"; then
      printf '%s\n' "$port"
      return 0
    fi
  done
  die "No free port was found from $1 on: end a program that listens there."
}

# random_hex BYTES
random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
