# shellcheck shell=bash
# Root file systems from Debian's packages. Needs common.sh.

DEBIAN_SUITE=trixie

# The mirror this machine itself uses, if it is a Debian: for networks where the usual one is out of reach.
# shellcheck disable=SC2016 # apt's own variables, not the shell's
host_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | sort -u | head -n 1
}

# mmdebstrap_options PACKAGES: no manuals (but a folder for them, which Java's packages insist on), no cluster of Debian's own; apt's
# proxy is this machine's.
# shellcheck disable=SC2016 # the hook's $1, not ours
mmdebstrap_options() {
  local proxy
  printf '%s\n' "--include=$1" --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    '--dpkgopt=path-exclude=/usr/share/man/*' '--dpkgopt=path-exclude=/usr/share/doc/*' \
    '--aptopt=Acquire::Languages "none"' '--aptopt=Acquire::Retries "3"' \
    '--essential-hook=mkdir -p "$1/etc/postgresql-common" "$1/usr/share/man/man1" && echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"'
  proxy=$(apt-config dump --format '%v%n' Acquire::http::Proxy 2>/dev/null | head -n 1)
  [[ -z $proxy ]] || printf -- '--aptopt=Acquire::http::Proxy "%s"\n' "$proxy"
}

need_mmdebstrap() {
  need mmdebstrap
  [[ -r /usr/share/keyrings/debian-archive-keyring.gpg ]] || apt_install debian-archive-keyring
}

# with_mirrors LOG COMMAND…: runs COMMAND with no mirror (or FLEETLINE_DEBIAN_MIRROR) as its last argument; should that fail, with this machine's.
with_mirrors() {
  local log=$1 mirror
  shift
  "$@" ${FLEETLINE_DEBIAN_MIRROR:+"$FLEETLINE_DEBIAN_MIRROR"} >"$log" 2>&1 && return 0
  mirror=$(host_mirror)
  [[ -n $mirror ]] || die "Debian's packages could not be fetched: see $log, and set FLEETLINE_DEBIAN_MIRROR when another mirror is to be used."
  say "The usual Debian mirror did not do, trying the one that this machine uses."
  "$@" "$mirror" >>"$log" 2>&1
}
