# shellcheck shell=bash
# A container engine and Compose for scripts/test-containers: the one that answers, or Debian's own, started here and ended with the script.
# Needs common.sh and debian.sh.

engine="$(cache_dir)/containers"
engine_pid="" engine_run=""
compose_program=(docker compose)

# skip WHY: not run is not passed, and no failure either.
skip() {
  printf '[containers] skipped: %s\n' "$*"
  exit 0
}

engine_check_machine() {
  is_root || skip "root is needed to start a container engine, and this is user $(id -un)."
  grep -qsx 'ID=debian' /etc/os-release || skip "the engine and the images come from Debian's packages, and this is no Debian."
}

# One run at a time for each cache folder.
engine_lock() {
  mkdir -p "$engine"
  exec 8>>"$engine/lock"
  flock -n 8 || die "Another run of scripts/test-containers is under way: let it end, then try again."
}

# Short, because a socket's path may have some hundred letters at most.
engine_run_folder() { printf '/run/fleetline-%s\n' "$(printf '%s' "$engine" | cksum | cut -d' ' -f1)"; }

is_our_engine() { tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q "^dockerd .*--data-root $engine/data "; }

# An engine whose script was killed.
engine_end_left_over() {
  local pid=""
  { read -r pid <"$engine_run/pid"; } 2>/dev/null || true
  if [[ $pid =~ ^[0-9]+$ ]] && is_our_engine "$pid"; then
    say "Ending an engine that an earlier run left behind."
    engine_pid=$pid
    engine_stop
  fi
}

engine_launch() {
  # No descriptor of the lock for a child that may outlive us.
  dockerd --data-root "$engine/data" --exec-root "$engine_run/exec" --pidfile "$engine_run/pid" --host "unix://$engine_run/socket" \
    >"$engine/engine.log" 2>&1 8>&- &
  engine_pid=$!
}

engine_start() {
  local i
  if docker_answers; then
    say "Using the container engine that answers here."
    return 0
  fi
  command -v iptables >/dev/null || apt_install iptables
  command -v dockerd >/dev/null || apt_install docker.io
  command -v docker >/dev/null || apt_install docker-cli # a package of its own from Debian 13 on
  engine_run=$(engine_run_folder)
  engine_end_left_over
  install -d -m 0700 "$engine_run"
  say "Starting a container engine of our own."
  engine_launch
  export DOCKER_HOST="unix://$engine_run/socket"
  for ((i = 0; i < 300; i++)); do
    if docker_answers; then return 0; fi
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.1
  done
  skip "the container engine does not start on this machine, see $engine/engine.log."
}

# Its containers end with it.
engine_stop() {
  local i
  [[ -n $engine_pid ]] || return 0
  # What newer images have replaced.
  docker image prune -f >/dev/null 2>&1 || true
  kill -TERM "$engine_pid" 2>/dev/null || true
  for ((i = 0; i < 300; i++)); do
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=""
  # It leaves the name of a network namespace mounted.
  umount "$engine_run"/exec/netns/* 2>/dev/null || true
  rm -rf --one-file-system "${engine_run:?}"
}

extract_compose() { mmdebstrap --variant=extract --format=directory "${compose_options[@]}" "$DEBIAN_SUITE" "$engine/compose" "$@"; }

# Debian 12 has only the first Compose; that of Debian 13 runs there too, out of a folder of its own.
compose_provide() {
  local program="$engine/compose/usr/libexec/docker/cli-plugins/docker-compose"
  if docker compose version >/dev/null 2>&1; then return 0; fi
  compose_program=("$program")
  [[ ! -x $program ]] || return 0
  need_mmdebstrap
  say "Fetching Docker Compose from Debian's packages, some seconds, once."
  rm -rf "$engine/compose"
  mapfile -t compose_options < <(mmdebstrap_options docker-compose)
  with_mirrors "$engine/compose.log" extract_compose || die "Docker Compose could not be fetched: see $engine/compose.log."
  [[ -x $program ]] || die "Debian's docker-compose has no $program: see $engine/compose.log."
}
