# shellcheck shell=bash
# scripts/bench soak: three roles in three processes for a long while, under a steady load; what they hold must not grow. Needs bench/workbench.sh and jvm.sh.
# shellcheck disable=SC2154

SOAK_FIXES_PER_SECOND=2000
SOAK_VEHICLES=2000 # each reports once a second, so that the fleet's time keeps to ours
SOAK_EVERY_S=5
SOAK_LIMIT=2 # percent of the mean, or so many pieces, that a figure may grow in 10 minutes
SOAK_JUDGED_FROM_MINUTES=10
SOAK_HEAD=seconds,role,rss_mb,heap_mb,files,threads,connections,queued,errors

# soak_role ROLE: the service with this role only, in a process and with a name in the database of its own.
soak_role() {
  local role=$1
  soak_ports[$role]=$(free_port 8980)
  soak_logs[$role]="$(cache_dir)/bench-soak-$role.log"
  DATABASE_URL="$bench_url?ApplicationName=soak-$role" FLEETLINE_ROLES=$role READ_REQUIRE_TOKEN=0 FLEETLINE_LIVE_EVERY=PT10S \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=${soak_ports[$role]} \
    "$JAVA_HOME/bin/java" "${jvm_options[@]}" -Xmx256m -jar "$JAR" serve >"${soak_logs[$role]}" 2>&1 &
  soak_pids[$role]=$!
  remember "${soak_pids[$role]}" "The service ($role)"
  wait_healthy "${soak_pids[$role]}" "The service ($role)" "http://127.0.0.1:${soak_ports[$role]}/q/metrics" 120 "${soak_logs[$role]}"
}

# What readers ask, all of it each second over one connection; the status of each answer, a line each.
soak_reads() {
  local base="http://127.0.0.1:${soak_ports[read]}" path urls=()
  for path in /webhook/live-positions /webhook/live-positions '/webhook/live-positions?acc_status=on' /analytics/fleet-summary /analytics/filters \
    "/vehicles/356307000000001/track?date=$(date -u -d '36 hours ago' +%F)" '/ogc/collections/live-positions/items?limit=100' /health/ingest; do
    urls+=(-o /dev/null "$base$path")
  done
  # A vehicle that has never pushed is not known yet.
  until curl -fs -o /dev/null --noproxy '*' "$base/vehicles/356307000000001/track"; do sleep 0.5; done
  while true; do
    curl -s --noproxy '*' --max-time 30 --compressed -w '%{http_code}\n' "${urls[@]}" || true
    sleep 1
  done
}

# One line of figures for a role.
soak_sample() {
  local role=$1 pid=${soak_pids[$1]} metrics
  metrics=$(curl -fs --noproxy '*' --max-time 10 "http://127.0.0.1:${soak_ports[$role]}/q/metrics" || true)
  printf '%s,%s,%s,%s,%s,%s,%s,%s,%s\n' "$((SECONDS - soak_began))" "$role" \
    "$(awk '/^VmRSS:/ { printf "%.1f", $2 / 1024 }' "/proc/$pid/status")" \
    "$(awk '/^jvm_gc_live_data_size_bytes/ { printf "%.1f", $2 / 1048576 }' <<<"$metrics")" \
    "$(find "/proc/$pid/fd" -mindepth 1 | wc -l)" \
    "$(awk '/^Threads:/ { print $2 }' "/proc/$pid/status")" \
    "$("$here/database" psql --admin -X -Atc "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'soak-$role'")" \
    "$(awk '/^fleetline_store_queued_facts/ { sum += $2 } END { printf "%d", sum }' <<<"$metrics")" \
    "$(grep -c ' ERROR ' "${soak_logs[$role]}" || true)"
}

# Until the load ends; a role that ends before it ends the soak.
soak_watch() {
  local load=$1 role
  while kill -0 "$load" 2>/dev/null; do
    for role in "${soak_roles[@]}"; do
      kill -0 "${soak_pids[$role]}" 2>/dev/null || { show_last_lines "${soak_logs[$role]}" && die "The service ($role) has ended: its last lines are above."; }
      soak_sample "$role" >>"$soak_csv"
    done
    sleep "$SOAK_EVERY_S"
  done
}

# For each role and figure: mean and growth in 10 minutes, by least squares over the last two thirds, and whether that is flat.
soak_growth() {
  awk -F, -v limit="$SOAK_LIMIT" '
    NR == 1 { for (i = 3; i <= 7; i++) name[i] = $i; next }
    { last = $1; line[NR] = $0 }
    END {
      for (r = 2; r <= NR; r++) {
        split(line[r], f, ",")
        if (f[1] < last / 3) continue
        for (i = 3; i <= 7; i++) { if (f[i] == "") continue; k = f[2] "," name[i]; n[k]++; x[k] += f[1]; y[k] += f[i]; xx[k] += f[1] * f[1]; xy[k] += f[1] * f[i] }
      }
      for (k in n) {
        d = n[k] * xx[k] - x[k] * x[k]
        slope = d == 0 ? 0 : 600 * (n[k] * xy[k] - x[k] * y[k]) / d
        mean = y[k] / n[k]
        most = limit > limit * mean / 100 ? limit : limit * mean / 100
        split(k, part, ",")
        verdict = part[2] == "heap_mb" ? "what the last full collection left; seldom and in steps; not judged" : slope <= most ? "flat" : "GROWS"
        printf "%s,%.1f,%+.2f,%s\n", k, mean, slope, verdict
      }
    }' "$1" | sort
}

soak_picture() {
  local out=$1 role plots=""
  command -v gnuplot >/dev/null || { is_root && (apt_install gnuplot-nox); } || true
  command -v gnuplot >/dev/null || { say "There is no gnuplot, so no picture is drawn: the samples are in $soak_csv." && return 0; }
  {
    printf 'set terminal svg size 900,900 dynamic background "white"\nset output "%s"\nset datafile separator ","\n' "$out"
    printf 'set multiplot layout 4,1\nset xlabel "minutes"\nset key outside right\nset yrange [0:*]\n'
    for plots in "3 resident memory, MB" "5 open files" "6 threads" "7 database connections"; do
      printf 'set title "%s"\nplot ' "${plots#* }"
      for role in "${soak_roles[@]}"; do
        printf '"< grep ,%s, %s" using ($1/60):%s with lines title "%s", ' "$role" "$soak_csv" "${plots%% *}" "$role"
      done
      printf '\n'
    done
  } | gnuplot
}

soak_table() {
  local minutes=$1 growth=$2 judged=$3
  printf '%s minutes, %s fixes/s pushed, %s answers read, 80 vehicles polled every 10 s; %s\n\n' "$minutes" "$SOAK_FIXES_PER_SECOND" "$soak_answers" "$judged"
  printf '| role | figure | mean | growth in 10 minutes | |\n|---|---|---|---|---|\n'
  awk -F, '{ printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }' <<<"$growth"
  printf '\n- pushes: %s\n- reads: %s of %s answers were not 200\n- errors in the logs: %s; most facts queued: %s\n\n' "$soak_books" "$soak_failures" "$soak_answers" "$soak_errors" "$soak_queued"
}

soak_json() {
  printf '{"bench":"soak","minutes":%s,"fixes_per_s":%s,"reads":%s,"read_failures":%s,"errors":%s,"most_queued":%s,"books_balance":%s,"growing":%s,"growth_10_min":{' \
    "$1" "$SOAK_FIXES_PER_SECOND" "$soak_answers" "$soak_failures" "$soak_errors" "$soak_queued" "$soak_balance" "$(grep -c GROWS <<<"$2" || true)"
  awk -F, '{ printf "%s\"%s_%s\":%s", (NR > 1 ? "," : ""), $1, $2, $4 + 0 }' <<<"$2"
  printf '}}\n'
}

# soak_end MINUTES LOAD'S-EXIT-CODE: the figures of all that was sampled.
soak_figures() {
  soak_balance=$([[ $1 -eq 0 ]] && echo true || echo false)
  soak_books=$(sed -n 's/^\([0-9]* items sent = .*\)$/\1/p' "$soak_load_log")
  soak_answers=$(wc -l <"$soak_reads_log")
  soak_failures=$(grep -vc '^200$' "$soak_reads_log" || true)
  soak_errors=$(awk -F, 'NR > 1 { e[$2] = $9 } END { for (r in e) sum += e[r]; printf "%d", sum }' "$soak_csv")
  soak_queued=$(awk -F, 'NR > 1 && $8 > most { most = $8 } END { printf "%d", most }' "$soak_csv")
}

soak_start() {
  local role
  fresh_database
  start_cloud 80
  JIMI_WEBHOOK_TOKEN=$(random_hex 16)
  export JIMI_WEBHOOK_TOKEN
  for role in "${soak_roles[@]}"; do soak_role "$role"; done
  soak_reads >"$soak_reads_log" &
  remember $! "The readers"
}

bench_soak() {
  local minutes=${1:-30} out=docs/benchmarks/soak load growth code=0 judged="what grows faster than $SOAK_LIMIT % or $SOAK_LIMIT pieces in 10 minutes fails"
  local soak_roles=(ingest webhook read) soak_began soak_csv soak_load_log soak_reads_log
  local -A soak_ports=() soak_logs=() soak_pids=()
  soak_csv="$(cache_dir)/bench-soak.csv" soak_load_log="$(cache_dir)/bench-soak-load.log" soak_reads_log="$(cache_dir)/bench-soak-reads.log"
  require_aot_cache
  soak_start
  say "Soaking for $minutes minutes; samples go to $soak_csv."
  DATABASE_URL=$bench_url "$JAVA_HOME/bin/java" -Xmx256m "${BENCH[@]}" push --port "${soak_ports[webhook]}" --vehicles "$SOAK_VEHICLES" \
    --rate "$SOAK_FIXES_PER_SECOND" --items 50 --connections 16 --warm-up 5 --seconds "$((minutes * 60))" >"$soak_load_log" 2>&1 &
  load=$!
  remember "$load" "The load of pushes"
  echo "$SOAK_HEAD" >"$soak_csv"
  soak_began=$SECONDS
  soak_watch "$load"
  wait "$load" || code=$?
  growth=$(soak_growth "$soak_csv")
  soak_figures "$code"
  end_processes
  ((minutes >= SOAK_JUDGED_FROM_MINUTES)) || judged="too short to judge growth, which begins with $SOAK_JUDGED_FROM_MINUTES minutes"
  { soak_table "$minutes" "$growth" "$judged" && soak_json "$minutes" "$growth"; } >"$out.tmp"
  soak_picture "$out.svg"
  keep "$out" '# A long while under load' 'Made by `scripts/bench soak` on %s processors, which roles, load, readers, simulated cloud and database share.'
  soak_verdict "$minutes" "$growth"
}

soak_verdict() {
  [[ $soak_balance == true ]] || die "The load failed, or its books do not balance: see $soak_load_log."
  [[ $soak_failures -eq 0 && $soak_errors -eq 0 ]] || die "There were $soak_failures failed reads and $soak_errors errors in the logs: see $(cache_dir)/bench-soak-*.log."
  (($1 < SOAK_JUDGED_FROM_MINUTES)) || ! grep -q GROWS <<<"$2" || die "Something grows: see the table."
}
