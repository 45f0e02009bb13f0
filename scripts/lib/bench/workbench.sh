# shellcheck shell=bash
# What benchmarks and the training of the AOT cache share: a database of their own, a simulated cloud, and how figures are kept.
# Needs common.sh, processes.sh, maven.sh and database/share.sh, and the project's root as the working folder.
# shellcheck disable=SC2154

# Of its own, also when another benchmark is under way on the same server.
BENCH_DATABASE=fleetline_bench_$$
database_joined=""
# Without this comment no benchmark touches a database (bench.BenchDatabase).
BENCH_MARK="fleetline benchmark: everything in it may be deleted"
admin_url=""
bench_url=""
# The benchmarks' own classes, which no jar holds, beside those of the service: java -Xmx… "${BENCH[@]}" COMMAND.
BENCH=(-Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED -cp "target/test-classes:$JAR" io.fleetline.bench.Bench)

admin_psql() { "$here/database" psql --admin -q -v ON_ERROR_STOP=1 "$@" >/dev/null; }

drop_databases() {
  local suffix
  for suffix in "" _on _off; do admin_psql -c "DROP DATABASE IF EXISTS $BENCH_DATABASE$suffix WITH (FORCE)"; done
}

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap '' HUP INT TERM
  end_processes
  [[ -z $admin_url ]] || drop_databases || true
  [[ -z $database_joined ]] || leave_database
}

start_database() {
  database_joined=yes
  join_database
  admin_url=$("$here/database" url --admin)
  bench_url="${admin_url%/*}/$BENCH_DATABASE"
}

fresh_database() {
  admin_psql -c "DROP DATABASE IF EXISTS $BENCH_DATABASE WITH (FORCE)"
  admin_psql -c "CREATE DATABASE $BENCH_DATABASE"
  admin_psql -c "COMMENT ON DATABASE $BENCH_DATABASE IS '$BENCH_MARK'"
}

# start_cloud VEHICLES: a simulated cloud of one's own, with accounts account-1 to account-10.
start_cloud() {
  local vehicles=$1 port log
  port=$(free_port 8950)
  log="$(cache_dir)/bench-simulator.log"
  export TRACKSOLID_APP_KEY=BENCH TRACKSOLID_APP_SECRET=bench TRACKSOLID_USER_ID=bench
  export TRACKSOLID_USER_PWD_MD5=00000000000000000000000000000000
  export TRACKSOLID_API_URL="http://127.0.0.1:$port/route/rest" TRACKSOLID_REQUESTS_PER_SECOND=0
  TRACKSOLID_TARGETS=$(seq -s, -f 'account-%g' 1 10)
  export TRACKSOLID_TARGETS
  "$JAVA_HOME/bin/java" -jar "$JAR" simulate --port "$port" --vehicles "$vehicles" --accounts 10 --no-limits >"$log" 2>&1 &
  remember $! "The simulated cloud"
  wait_healthy $! "The simulated cloud" "http://127.0.0.1:$port/health" 120 "$log"
}

# numbers FILE: every figure of a line of JSON as "name value", the ranges left out.
numbers() { grep -oE '"[a-z0-9_]+":-?[0-9.]+([eE][+-]?[0-9]+)?' "$1" | tr -d '"' | tr ':' ' ' | sort -u; }

# beside_last NEW LAST: the new figures beside those of the last run that was kept, so that a loss is seen.
beside_last() {
  [[ -s $2 ]] || return 0
  say "Beside the last run that was kept ($(git log -1 --format=%cs -- "$2" 2>/dev/null)):"
  join <(numbers "$2") <(numbers "$1") | awk '
    BEGIN { printf "  %-34s %14s %14s %8s\n", "figure", "last kept", "now", "change" }
    { change = ($2 == 0) ? "" : sprintf("%+.1f %%", ($3 / $2 - 1) * 100); printf "  %-34s %14g %14g %8s\n", $1, $2, $3, change }' >&2
}

# keep OUT TITLE HOW: the table and the JSON line of OUT.tmp; what people have written below the figures stays.
keep() {
  local out=$1
  {
    printf '%s\n\n' "$2"
    # shellcheck disable=SC2059 # a format of ours
    printf "$3\n\n" "$(nproc)"
    grep -v '^{' "$out.tmp"
    [[ ! -f $out.md ]] || sed -n '/^## /,$p' "$out.md"
  } >"$out.new"
  mv "$out.new" "$out.md"
  grep '^{' "$out.tmp" >"$out.json.new"
  beside_last "$out.json.new" "$out.json"
  mv "$out.json.new" "$out.json"
  rm "$out.tmp"
  cat "$out.md" "$out.json"
}
