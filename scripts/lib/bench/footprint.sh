# shellcheck shell=bash
# scripts/bench footprint: how long the service takes to its first answer, and how much memory it keeps. Needs bench/workbench.sh and jvm.sh.
# shellcheck disable=SC2154

FOOTPRINT_VEHICLES=80
STARTS=5

# median NUMBER…, an odd count of them
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

# until_answer URL COMMAND…: seconds from the command's start to the first 200; then it is ended.
until_answer() {
  local url=$1 began=$EPOCHREALTIME pid log
  local -A process_names=() # the others are the caller's to end
  shift
  log="$(cache_dir)/bench-footprint.log"
  "$@" >"$log" 2>&1 &
  pid=$!
  remember "$pid" "The process that is timed"
  until curl -fs -o /dev/null --noproxy '*' --max-time 30 "$url"; do
    kill -0 "$pid" 2>/dev/null || { show_last_lines "$log" && die "It has ended before it answered: its last lines are above."; }
    sleep 0.005
  done
  awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
  end_processes
}

# The middle of five, each in a shell of its own: what a substitution remembers, it ends itself.
median_start() {
  local times=() i
  for ((i = 0; i < STARTS; i++)); do times+=("$(until_answer "$@")"); done
  median "${times[@]}"
}

serve_at() {
  local port=$1 roles=$2
  shift 2
  DATABASE_URL=$bench_url FLEETLINE_ROLES=$roles READ_REQUIRE_TOKEN=0 WEBHOOK_REQUIRE_TOKEN=0 QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$port \
    exec "$JAVA_HOME/bin/java" "$@" -jar "$JAR" serve
}

jvm_start() {
  local times=() i began
  for ((i = 0; i < STARTS; i++)); do
    began=$EPOCHREALTIME
    "$JAVA_HOME/bin/java" -version 2>/dev/null
    times+=("$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }')")
  done
  median "${times[@]}"
}

# Sets with_cache, without_cache, health, jvm and http_server, in seconds.
measure_starts() {
  local port live all=ingest,webhook,read
  port=$(free_port 8980)
  live="http://127.0.0.1:$port/webhook/live-positions"
  jvm=$(jvm_start)
  http_server=$(median_start "http://127.0.0.1:$port/" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -m jdk.httpserver -b 127.0.0.1 -p "$port" -d "$PWD/docs")
  with_cache=$(median_start "$live" serve_at "$port" "$all" "${jvm_options[@]}")
  health=$(median_start "http://127.0.0.1:$port/health" serve_at "$port" "$all" "${jvm_options[@]}")
  without_cache=$(median_start "$live" serve_at "$port" "$all" "@$JVM_FLAGS")
}

# start_role NAME ROLES: a service in the background; sets role_pids[NAME].
start_role() {
  local port log
  port=$(free_port 8980)
  log="$(cache_dir)/bench-footprint-$1.log"
  serve_at "$port" "$2" "${jvm_options[@]}" >"$log" 2>&1 &
  role_pids[$1]=$!
  remember "${role_pids[$1]}" "The service ($1)"
  wait_healthy "${role_pids[$1]}" "The service ($1)" "http://127.0.0.1:$port/q/metrics" 60 "$log"
}

# What a process holds, in MB: resident, and its share of what it shares with others.
resident_mb() { awk '/^Rss:/ { printf "%.0f\n", $2 / 1024 }' "/proc/$1/smaps_rollup"; }
share_mb() { awk '/^Pss:/ { printf "%.0f\n", $2 / 1024 }' "/proc/$1/smaps_rollup"; }

# Sets rss[NAME] and pss[NAME]; what was started is ended.
measure_memory() {
  local name
  say "Waiting ${FOOTPRINT_IDLE_S:-60} s beside ${!role_pids[*]}."
  sleep "${FOOTPRINT_IDLE_S:-60}"
  for name in "${!role_pids[@]}"; do
    rss[$name]=$(resident_mb "${role_pids[$name]}")
    pss[$name]=$(share_mb "${role_pids[$name]}")
    kill -TERM "${role_pids[$name]}"
    wait "${role_pids[$name]}" || true
    unset "process_names[${role_pids[$name]}]"
  done
}

measure_roles() {
  local role
  local -A role_pids=()
  start_role all ingest,webhook,read
  measure_memory
  role_pids=()
  for role in ingest webhook read; do start_role "$role" "$role"; done
  measure_memory
}

footprint_table() {
  local name
  printf '| start to the first answer | seconds |\n|---|---|\n'
  printf '| live positions, all roles, with the AOT cache | %s |\n' "$with_cache"
  printf '| `/health`, the same | %s |\n' "$health"
  printf '| live positions, without the cache | %s |\n' "$without_cache"
  printf '| the JDK'"'"'s own file server, to its first page | %s |\n' "$http_server"
  printf '| ceiling: `java -version` | %s |\n\n' "$jvm"
  printf '| idle for %s s, %s vehicles | resident MB | share MB |\n|---|---|---|\n' "${FOOTPRINT_IDLE_S:-60}" "$FOOTPRINT_VEHICLES"
  for name in read ingest webhook; do printf '| %s | %s | %s |\n' "$name" "${rss[$name]}" "${pss[$name]}"; done
  printf '| the three together | %s | %s |\n' "$rss_sum" "$pss_sum"
  printf '| all roles in one process | %s | %s |\n\n' "${rss[all]}" "${pss[all]}"
}

footprint_json() {
  printf '{"bench":"footprint","vehicles":%s,"ceiling":{"jvm_s":%s,"http_server_s":%s},"start_s":%s,"health_s":%s,"start_without_cache_s":%s,' \
    "$FOOTPRINT_VEHICLES" "$jvm" "$http_server" "$with_cache" "$health" "$without_cache"
  printf '"read_rss_mb":%s,"ingest_rss_mb":%s,"webhook_rss_mb":%s,"three_rss_mb":%s,"three_pss_mb":%s,"all_rss_mb":%s,"ratios":{"start_to_without_cache":%s}}\n' \
    "${rss[read]}" "${rss[ingest]}" "${rss[webhook]}" "$rss_sum" "$pss_sum" "${rss[all]}" \
    "$(awk -v a="$with_cache" -v b="$without_cache" 'BEGIN { printf "%.3f", a / b }')"
}

bench_footprint() {
  local out=docs/benchmarks/footprint jvm http_server with_cache health without_cache rss_sum pss_sum
  local -A rss=() pss=()
  require_aot_cache
  fresh_database
  start_cloud "$FOOTPRINT_VEHICLES"
  DATABASE_URL=$bench_url "$JAVA_HOME/bin/java" "${jvm_options[@]}" -jar "$JAR" backfill \
    --from "$(date -u -d yesterday +%F)" --to "$(date -u +%F)" >/dev/null 2>&1 || die "The day's history could not be fetched."
  measure_starts
  measure_roles
  rss_sum=$((rss[read] + rss[ingest] + rss[webhook])) pss_sum=$((pss[read] + pss[ingest] + pss[webhook]))
  { footprint_table && footprint_json; } >"$out.tmp"
  end_processes
  keep "$out" '# Start and memory' 'Made by `scripts/bench footprint` on %s processors, which service, simulated cloud and database share.'
}
