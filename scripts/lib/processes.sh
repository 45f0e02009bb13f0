# shellcheck shell=bash
# Children of a script: remembered by process id, watched while they come up, and ended without leaving one behind.

declare -A process_names=()

remember() { process_names[$1]=$2; }

show_last_lines() {
  local file
  for file in "$@"; do
    [[ -s $file ]] || continue
    say "The last lines of $file:"
    tail -n 20 "$file" >&2
  done
}

# wait_healthy PID NAME URL SECONDS LOG…: until URL answers 200, as long as the process lives.
wait_healthy() {
  local pid=$1 name=$2 url=$3 seconds=$4 deadline
  shift 4
  deadline=$((SECONDS + seconds))
  until curl -fs -o /dev/null --noproxy '*' --max-time 2 "$url"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      show_last_lines "$@"
      die "$name has ended before it was ready: its last lines are above."
    fi
    if ((SECONDS >= deadline)); then
      show_last_lines "$@"
      die "$name was not healthy within $seconds s: its last lines are above, and $url tells more."
    fi
    sleep 0.1
  done
}

# watch_processes LOG…: returns never while all live; when one ends by itself, shows the logs and dies.
watch_processes() {
  local ended="" code=0
  wait -n -p ended "${!process_names[@]}" 2>/dev/null || code=$?
  show_last_lines "$@"
  die "${process_names[$ended]:-A process} has ended by itself with exit code $code: the last lines of the logs are above."
}

any_alive() { kill -0 "$@" 2>/dev/null; }

# Asks all to end, waits up to 15 s, then insists; returns when none is left.
end_processes() {
  local pid i
  for pid in "${!process_names[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${!process_names[@]}"; do
    for ((i = 0; i < 150; i++)); do
      any_alive "$pid" || break
      sleep 0.1
    done
    if any_alive "$pid"; then
      say "${process_names[$pid]} does not end, so it is killed."
      kill -KILL "$pid" 2>/dev/null || true
    fi
    wait "$pid" 2>/dev/null || true
  done
  process_names=()
}
