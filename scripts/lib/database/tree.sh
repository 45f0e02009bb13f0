# shellcheck shell=bash
# The database from Debian's packages: a private root file system in the cache folder, whose PostgreSQL runs in a
# mount namespace of its own. Sourced by scripts/database after database/access.sh, whose variables it uses, and debian.sh.
# shellcheck disable=SC2154

TREE_PACKAGES=postgresql-17,postgresql-17-timescaledb,postgresql-17-postgis-3
TREE_RECIPE=1 # raise it when the way of building changes: the tree is then rebuilt

inside="$(dirname "${BASH_SOURCE[0]}")/inside"

user_namespaces_work() {
  command -v newuidmap >/dev/null &&
    unshare --user --map-auto --map-root-user --mount --propagation private true 2>/dev/null
}

# How to be root over the tree: 'root' (root, or sudo) or 'userns'. Chosen once: the files belong to that root.
tree_mode() {
  if [[ -r $state/mode ]]; then
    cat "$state/mode"
  elif is_root; then
    echo root
  elif user_namespaces_work; then
    echo userns
  elif command -v sudo >/dev/null; then
    echo root
  else
    echo none
  fi
}

# Runs a command as root over the tree, in a private mount namespace.
in_namespace() {
  if [[ $(tree_mode) == userns ]]; then
    unshare --user --map-auto --map-root-user --mount --propagation private "$@"
  else
    sudo_run unshare --mount --propagation private "$@"
  fi
}

tree_check_rights() {
  [[ $(tree_mode) != none ]] ||
    die "The private database needs root, sudo or user namespaces (package uidmap) and there is none of them: start Docker, set DATABASE_URL, or run this as root."
  in_namespace true 2>/dev/null ||
    die "This machine does not allow a private mount namespace (a container without the right to?): start Docker, or set DATABASE_URL to a PostgreSQL 17 with TimescaleDB and PostGIS."
}

tree_path() {
  local stamp
  stamp=$(printf '%s\n' "$DEBIAN_SUITE" "$TREE_PACKAGES" "$TREE_RECIPE" "$(uname -m)" | sha256sum | cut -c1-12)
  printf '%s/root-%s\n' "$state" "$stamp"
}

# bootstrap TREE [MIRROR]: empties it first.
bootstrap() {
  local into=$1 options=()
  shift
  remove_trees "$into"
  mkdir "$into"
  mapfile -t options < <(mmdebstrap_options "$TREE_PACKAGES")
  if [[ $(tree_mode) == userns ]]; then
    mmdebstrap --mode=unshare --format=tar --variant=minbase "${options[@]}" "$DEBIAN_SUITE" - "$@" |
      in_namespace tar -C "$into" -x --numeric-owner --exclude='./dev/*'
  else
    sudo_run mmdebstrap --mode=root --format=directory --variant=minbase "${options[@]}" "$DEBIAN_SUITE" "$into" "$@"
  fi
}

remove_trees() {
  local old
  for old in "$@"; do
    [[ ! -d $old ]] || in_namespace rm -rf --one-file-system "$old"
  done
}

tree_build() {
  local tree=$1 new="$state/building" log="$state/build.log"
  need_mmdebstrap
  tree_mode >"$state/mode.new" && mv "$state/mode.new" "$state/mode"
  say "Building the database from Debian's packages, about 30 s, once."
  with_mirrors "$log" bootstrap "$new" || die "The database could not be built from Debian's packages: see $log."
  [[ -x $new/usr/lib/postgresql/17/bin/postgres ]] || die "The tree has no PostgreSQL 17: see $log."
  remove_trees "$state"/root-*
  mv "$new" "$tree"
}

tree_init() {
  [[ ! -d $state/data ]] || return 0
  say "Making the database cluster, a few seconds, once."
  remove_trees "$state/data.new"
  mkdir "$state/data.new"
  printf '%s\n' "$admin_password" |
    in_namespace "$inside" "$1" "$state/data.new" "$cluster" initdb >"$state/initdb.log" 2>&1 ||
    die "initdb failed: see $state/initdb.log."
  sudo_if_needed mv "$state/data.new" "$state/data"
}

# A folder that belongs to another user inside a folder of ours can be renamed by us; a sticky one cannot.
sudo_if_needed() { "$@" 2>/dev/null || in_namespace "$@"; }

tree_running() {
  local pid
  { read -r pid <"$state/server.pid"; } 2>/dev/null || return 1
  [[ -n $cluster && $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "cluster_name=$cluster\|inside .*$cluster"
}

# The link 'root' names the tree that runs, or ran last.
tree_has_client() { [[ -d $state/root/usr/lib/postgresql ]]; }

# One of the tree's client programs, run by the tree's own loader: it needs no root and sees this machine's files.
tree_client() {
  local program=$1 tree loader libs
  shift
  tree="$state/root"
  loader=$(compgen -G "$tree/usr/lib*/ld-linux-*.so.?" | head -n 1)
  libs=$(compgen -G "$tree/usr/lib/*-linux-gnu*" | head -n 1)
  "$loader" --library-path "$libs" "$tree/usr/lib/postgresql/17/bin/$program" "$@"
}

tree_wait() {
  local i
  for ((i = 0; i < 1200; i++)); do
    if tree_client pg_isready -q -h 127.0.0.1 -p "$port" -t 2; then return 0; fi
    if ((i > 20)) && ! tree_running; then break; fi
    ((i % 100 != 99)) || say "Waiting for the database to recover, $(((i + 1) / 10)) s so far."
    sleep 0.1
  done
  tail -n 15 "$state/server.log" >&2
  die "The database did not start: its last words are above, the rest is in $state/server.log."
}

# Ctrl-C waits until the server's process id is known: nobody could stop it otherwise.
tree_launch() {
  local interrupted="" i
  [[ ! -s $state/server.log ]] || mv -f "$state/server.log" "$state/server.log.old"
  rm -f "$state/server.pid"
  trap 'interrupted=130' INT
  trap 'interrupted=143' TERM
  # A session of its own: Ctrl-C in the caller's terminal does not reach it. The lock's descriptor is not inherited.
  in_namespace setsid --fork "$inside" "$1" "$state/data" "$cluster" server "$port" "$state/server.pid" \
    </dev/null >"$state/server.log" 2>&1 9>&- || true
  for ((i = 0; i < 300; i++)); do
    [[ ! -s $state/server.pid && ! -s $state/server.log ]] || break
    sleep 0.02
  done
  trap 'exit 130' INT
  trap 'exit 143' TERM
  [[ -z $interrupted ]] || exit "$interrupted"
}

# A rebuilt tree may bring a newer TimescaleDB, whose catalogue must follow before anything else touches it.
tree_follow() {
  local before
  before=$(readlink "$state/root") || before=$1
  [[ $before == "$1" ]] || : >"$state/upgrade"
  ln -sfn "$1" "$state/root.new" && mv -T "$state/root.new" "$state/root"
}

tree_upgrade() {
  [[ -e $state/upgrade ]] || return 0
  say "The database's programs are new: updating its extensions."
  admin_sql "$DATABASE" <<<"ALTER EXTENSION timescaledb UPDATE; SELECT postgis_extensions_upgrade();"
  rm -f "$state/upgrade"
}

tree_start() {
  local tree
  tree=$(tree_path)
  tree_check_rights
  [[ -d $tree ]] || tree_build "$tree"
  tree_init "$tree"
  choose_port
  say "Starting PostgreSQL on port $port."
  tree_follow "$tree"
  tree_launch "$tree"
  tree_wait
  tree_upgrade
}

# tree_stop fast|immediate
tree_stop() {
  in_namespace "$inside" "$state/root" "$state/data" "$cluster" stop "$1" ||
    die "The database did not stop within 60 s: see $state/server.log, or try 'scripts/database stop --immediate'."
  rm -f "$state/server.pid"
}

# second_server_wait PORT LOG NAME: until another server beside this one answers.
second_server_wait() {
  local i
  for ((i = 0; i < 600; i++)); do
    if tree_client pg_isready -q -h 127.0.0.1 -p "$1" -t 2; then return 0; fi
    sleep 0.1
  done
  tail -n 15 "$2" >&2
  die "$3 did not start within 60 s: its last words are above."
}
