# shellcheck shell=bash
# scripts/bench crowd: one process with webhooks and readers, a large fleet's pushes, the roll-up, the refresh, and slow readers, all at once. Needs bench/workbench.sh
# and jvm.sh.
# shellcheck disable=SC2154

CROWD_FIXES_PER_SECOND=${CROWD_FIXES_PER_SECOND:-20000}
CROWD_VEHICLES=${CROWD_VEHICLES:-10000}
CROWD_SLOW_READERS=8
CROWD_ROLLUP_BEHIND_S=60
CROWD_ANALYTICS_P99_S=1

# crowd_service PORT LOG: the service, which is $! afterwards.
crowd_service() {
  DATABASE_URL=$bench_url FLEETLINE_ROLES=webhook,read READ_REQUIRE_TOKEN=0 READ_REQUESTS_PER_SECOND=0 \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$1" \
    "$JAVA_HOME/bin/java" "${jvm_options[@]}" -Xmx1g -jar "$JAR" serve >"$2" 2>&1 &
  remember $! "The service"
  wait_healthy $! "The service" "http://127.0.0.1:$1/health" 120 "$2"
}

# crowd_slow_reader PORT: a download of the whole map at 10 kB/s, again and again; one that the service ends is begun anew.
crowd_slow_reader() {
  while true; do
    curl -s -o /dev/null --noproxy '*' --limit-rate 10k --max-time 120 "http://127.0.0.1:$1/ogc/collections/live-positions/items?limit=10000" || true
  done
}

# crowd_analytics PORT: status and seconds of one question about analytics after the other, a line each.
crowd_analytics() {
  local question
  while true; do
    for question in fleet-summary utilisation driver-behaviour fuel; do
      curl -s -o /dev/null --noproxy '*' --max-time 30 -w '%{http_code} %{time_total}\n' "http://127.0.0.1:$1/analytics/$question" || true
    done
    sleep 0.2
  done
}

# crowd_rollup_age LOAD'S-PID: seconds since the beginning of the last roll-up that has ended, a line each two seconds.
crowd_rollup_age() {
  while kill -0 "$1" 2>/dev/null; do
    "$here/database" psql --admin -X -At -d "$bench_url" -c "
      SELECT coalesce(round(extract(epoch FROM clock_timestamp() - max(started_at))::numeric, 1), 9999)
      FROM reporting.refresh_log WHERE view_name = 'reporting.vehicle_days' AND outcome = 'ok'" || true
    sleep 2
  done
}

# percentile P: of the numbers on standard input.
percentile() { sort -g | awk -v p="$1" '{ v[NR] = $1 } END { i = int(NR * p / 100 + 0.999999); print NR ? v[i < 1 ? 1 : i] : "NaN" }'; }

bench_crowd() {
  local minutes=${1:-5} out=docs/benchmarks/crowd load code=0 reader
  local port log crowd_analytics_log crowd_age_log crowd_load_log behind p99 bad
  log="$(cache_dir)/bench-crowd.log" crowd_analytics_log="$(cache_dir)/bench-crowd-analytics.log"
  crowd_age_log="$(cache_dir)/bench-crowd-age.log" crowd_load_log="$(cache_dir)/bench-crowd-load.log"
  require_aot_cache
  fresh_database
  JIMI_WEBHOOK_TOKEN=$(random_hex 16)
  export JIMI_WEBHOOK_TOKEN
  port=$(free_port 8990)
  crowd_service "$port" "$log"
  DATABASE_URL=$bench_url "$JAVA_HOME/bin/java" -Xmx512m "${BENCH[@]}" push --port "$port" --service-pid $! --vehicles "$CROWD_VEHICLES" \
    --rate "$CROWD_FIXES_PER_SECOND" --items 500 --connections 16 --warm-up 15 --seconds "$((minutes * 60))" >"$crowd_load_log" 2>&1 &
  load=$!
  remember "$load" "The load of pushes"
  for ((reader = 0; reader < CROWD_SLOW_READERS; reader++)); do
    crowd_slow_reader "$port" &
    remember $! "A slow reader"
  done
  sleep 15
  crowd_analytics "$port" >"$crowd_analytics_log" &
  remember $! "The reader of analytics"
  crowd_rollup_age "$load" >"$crowd_age_log"
  wait "$load" || code=$?
  end_processes
  behind=$(percentile 100 <"$crowd_age_log")
  p99=$(awk '{ print $2 }' "$crowd_analytics_log" | percentile 99)
  bad=$(grep -vc '^200 ' "$crowd_analytics_log" || true)
  {
    printf '%s minutes, %s fixes/s of %s vehicles, %s readers at 10 kB/s\n\n' "$minutes" "$CROWD_FIXES_PER_SECOND" "$CROWD_VEHICLES" "$CROWD_SLOW_READERS"
    grep -E '^\||items sent' "$crowd_load_log"
    printf '\n- roll-up behind at most: %s s (median %s s)\n' "$behind" "$(percentile 50 <"$crowd_age_log")"
    printf -- '- /analytics: %s answers, p50 %s s, p99 %s s, %s not 200\n\n' "$(wc -l <"$crowd_analytics_log")" "$(awk '{ print $2 }' "$crowd_analytics_log" | percentile 50)" "$p99" "$bad"
    printf '{"bench":"crowd","minutes":%s,"fixes_per_s":%s,"vehicles":%s,"rollup_behind_s":%s,"analytics_p99_s":%s,"analytics_failures":%s,"books_balance":%s}\n' \
      "$minutes" "$CROWD_FIXES_PER_SECOND" "$CROWD_VEHICLES" "$behind" "$p99" "$bad" "$([[ $code -eq 0 ]] && echo true || echo false)"
  } >"$out.tmp"
  keep "$out" '# Everything at once' 'Made by `scripts/bench crowd` on %s processors, which load, readers, service and database share.'
  [[ $code -eq 0 ]] || die "The load failed, or its books do not balance: see $crowd_load_log."
  awk -v b="$behind" -v p="$p99" -v B="$CROWD_ROLLUP_BEHIND_S" -v P="$CROWD_ANALYTICS_P99_S" 'BEGIN { exit !(b <= B && p <= P) }' ||
    die "The roll-up was $behind s behind ($CROWD_ROLLUP_BEHIND_S wanted), /analytics took $p99 s at p99 ($CROWD_ANALYTICS_P99_S wanted)."
}
