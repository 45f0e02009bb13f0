# shellcheck shell=bash
# scripts/bench changes: what the change log costs the ingest: two services under the same load in turn, one with the log and one without. Needs bench/workbench.sh
# and bench/footprint.sh.
# shellcheck disable=SC2154

CHANGES_SECONDS=${BENCH_SECONDS:-15}

# changes_service on|off PORT: a service in a database of its own.
changes_service() {
  local log is_on=false database=${BENCH_DATABASE}_$1
  [[ $1 == off ]] || is_on=true
  log="$(cache_dir)/bench-service-$1.log"
  admin_psql -c "CREATE DATABASE $database"
  admin_psql -c "COMMENT ON DATABASE $database IS '$BENCH_MARK'"
  DATABASE_URL=${bench_url}_$1 FLEETLINE_ROLES=webhook FLEETLINE_CHANGES=$is_on QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$2 \
    "$JAVA_HOME/bin/java" -Xms1g -Xmx1g -jar "$JAR" serve >"$log" 2>&1 &
  service_pids[$1]=$!
  remember "${service_pids[$1]}" "The service with the log $1"
  wait_healthy "${service_pids[$1]}" "The service with the log $1" "http://127.0.0.1:$2/pushgps" 120 "$log"
}

# changes_load on|off PORT ITEMS CONNECTIONS WARM_UP SECONDS: items a second. Each begins after a checkpoint, so that none has to write what the one before left.
changes_load() {
  admin_psql -c CHECKPOINT
  DATABASE_URL=${bench_url}_$1 "$JAVA_HOME/bin/java" -Xmx1g "${BENCH[@]}" push --port "$2" --service-pid "${service_pids[$1]}" \
    --items "$3" --connections "$4" --warm-up "$5" --seconds "$6" | sed -n 's/.*"items_per_s":\([0-9]*\).*/\1/p'
}

# changes_ratio ITEMS CONNECTIONS ROUNDS: a row of the table. The two take turns, and take turns in being first, so that a machine whose speed changes is the same for both.
changes_ratio() {
  local items=$1 connections=$2 round state withs=() withouts=() ratios=()
  local -A rate=()
  for ((round = 0; round < $3; round++)); do
    for state in $( ((round % 2)) && printf 'off on' || printf 'on off'); do
      rate[$state]=$(changes_load "$state" "${ports[$state]}" "$items" "$connections" 3 "$CHANGES_SECONDS")
    done
    say "$items items a request: ${rate[on]} items/s with the log, ${rate[off]} without."
    withs+=("${rate[on]}")
    withouts+=("${rate[off]}")
    ratios+=("$(awk -v a="${rate[on]}" -v b="${rate[off]}" 'BEGIN { printf "%.3f", a / b }')")
  done
  printf '| %s | %s | %s | %s | %s |\n' "$items" "$(median "${withs[@]}")" "$(median "${withouts[@]}")" "$(median "${ratios[@]}")" "$(printf '%s\n' "${ratios[@]}" | sort -n | sed -n '1p;$p' | paste -sd ' ')"
  ratio_json+=",\"ratio_of_${items}\":$(median "${ratios[@]}")"
}

bench_changes() {
  local out=docs/benchmarks/changes ratio_json="" state items rounds=${BENCH_ROUNDS:-9}
  local -A service_pids=() ports=()
  JIMI_WEBHOOK_TOKEN=$(random_hex 16)
  export JIMI_WEBHOOK_TOKEN
  for state in on off; do
    ports[$state]=$(free_port 8960)
    changes_service "$state" "${ports[$state]}"
  done
  say "Warming up."
  for items in 500 1; do
    for state in on off; do changes_load "$state" "${ports[$state]}" "$items" 16 0 30 >/dev/null; done
  done
  {
    printf 'Fixes of 1,000 vehicles, as many as there can be; %s rounds of %s s in turn; medians\n\n' "$rounds" "$CHANGES_SECONDS"
    printf '| items a request | items/s with the log | without | ratio | smallest and greatest |\n|---|---|---|---|---|\n'
    changes_ratio 500 16 "$rounds"
    changes_ratio 1 256 "$rounds"
    printf '\n{"bench":"changes"%s}\n' "$ratio_json"
  } >"$out.tmp"
  end_processes
  keep "$out" '# The cost of the change log' 'Made by `scripts/bench changes` on %s processors, which generator, services and database share.'
}
