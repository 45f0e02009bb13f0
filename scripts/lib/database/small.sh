# shellcheck shell=bash
# A second cluster whose new tables, or whose write-ahead log, lie on a small disk of their own, for tests of a disk that is full: a file with a file
# system in it, mounted in the cluster's private namespace at /mnt. Sourced by scripts/database after database/standby.sh.
# shellcheck disable=SC2154

small="$state/small"
small_cluster="small-beside-$cluster"

# on_small_disk COMMAND…: in a namespace of its own, with the small disk at the tree's /mnt.
# shellcheck disable=SC2016 # that shell's arguments, not ours
on_small_disk() {
  in_namespace sh -c 'tree=$1 disk=$2 && shift 2 && mount -o loop "$disk" "$tree/mnt" && exec "$@"' sh "$state/root" "$small/disk" "$@"
}

small_require_disk() {
  need mkfs.ext4 e2fsprogs
  truncate -s "$1M" "$small/disk"
  mkfs.ext4 -q -F -m 0 "$small/disk"
  on_small_disk true 2>"$small/mount.log" || {
    say "No small disk can be mounted here: $(tr '\n' ' ' <"$small/mount.log")"
    exit 3
  }
}

# small_make data|wal
# shellcheck disable=SC2016 # that shell's arguments, not ours
small_make() {
  mkdir -p "$small/data"
  printf '%s\n' "$admin_password" | in_namespace "$inside" "$state/root" "$small/data" "$small_cluster" initdb >"$small/initdb.log" 2>&1 ||
    die "initdb failed: see $small/initdb.log."
  on_small_disk sh -ec '
    mkdir "$2/mnt/space"
    chroot "$2" chown postgres:postgres /mnt/space
    [ "$1" = data ] || { mv "$3/pg_wal" "$2/mnt/wal" && ln -s /mnt/wal "$3/pg_wal"; }' sh "$1" "$state/root" "$small/data"
}

# Starts it, also again after it has given up, as a supervisor would.
small_run() {
  local small_port
  small_port=$(cat "$small/port")
  on_small_disk setsid --fork "$inside" "$state/root" "$small/data" "$small_cluster" server "$small_port" "$small/server.pid" \
    </dev/null >>"$small/server.log" 2>&1 9>&-
  second_server_wait "$small_port" "$small/server.log" "The database on the small disk"
}

# small_start SIZE_MB data|wal: made anew. Exit code 3 where no disk can be mounted.
small_start() {
  [[ ${1:-} =~ ^[1-9][0-9]*$ && ${2:-} =~ ^(data|wal)$ ]] || die "'small start' wants a size in MB, and 'data' or 'wal'."
  tree_running || die "A database on a small disk is made only beside the private database of 'scripts/database start', and that one is not running."
  small_cluster="small-beside-$cluster"
  small_remove
  mkdir -p "$small"
  small_require_disk "$1"
  small_make "$2"
  free_port $((20000 + RANDOM % 9000)) >"$small/port"
  small_run
  say "The database on a disk of $1 MB is ready on port $(cat "$small/port")."
}

small_alive() { [[ -s $small/server.pid && -d /proc/$(cat "$small/server.pid")/root/mnt ]] && tr '\0' ' ' <"/proc/$(cat "$small/server.pid")/cmdline" | grep -q "$small_cluster"; }

# The disk as the server sees it, or, when that has given up, in a namespace of its own.
# shellcheck disable=SC2016 # that shell's arguments, not ours
small_fill() { small_on_mnt 'dd if=/dev/zero of="$1/ballast" bs=64k 2>/dev/null; true'; }

# shellcheck disable=SC2016 # that shell's arguments, not ours
small_free() { small_on_mnt 'rm -f "$1/ballast"'; }

small_on_mnt() {
  if small_alive; then
    sudo_run sh -c "$1" sh "/proc/$(cat "$small/server.pid")/root/mnt"
  else
    on_small_disk sh -c "$1" sh "$state/root/mnt"
  fi
}

small_url() {
  [[ -r $small/port ]] || die "There is no database on a small disk: start one with 'scripts/database small start'."
  echo "postgresql://postgres:$admin_password@127.0.0.1:$(cat "$small/port")/postgres"
}

small_remove() {
  [[ -d $small ]] || return 0
  ! small_alive || sudo_run kill -QUIT "$(cat "$small/server.pid")"
  while small_alive; do sleep 0.1; done
  remove_trees "$small"
}

small_command() {
  local verb=${1:-}
  [[ $# -eq 0 ]] || shift
  small_cluster="small-beside-$cluster"
  case $verb in
    start)
      lock
      small_start "$@"
      ;;
    again) small_alive || small_run ;;
    fill | free | url) "small_$verb" ;;
    stop)
      lock
      small_remove
      ;;
    *) die "'small $verb' is not a command: it is start, again, fill, free, url or stop." ;;
  esac
}
