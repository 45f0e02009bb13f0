# shellcheck shell=bash
# The second half of the story: backup, everything destroyed, restore, the same answers. Needs containers/system.sh and containers/story.sh.
# shellcheck disable=SC2154

# The facts stand still from here on, and what is made of them has caught up.
freeze() {
  compose stop ingest_worker simulator >/dev/null 2>&1
  frozen_at=$(database_sql <<<'SELECT clock_timestamp()')
  eventually 60 "v_trips and the roll-ups have not caught up" caught_up
}

has_caught_up() {
  database_sql -v at="$frozen_at" <<'SQL'
SELECT (SELECT max(started_at) > :'at' FROM reporting.refresh_log WHERE view_name = 'reporting.v_trips')
   AND NOT EXISTS (SELECT FROM infrastructure.touched_days) AND NOT EXISTS (SELECT FROM infrastructure.touched_totals);
SQL
}

caught_up() { [[ $(has_caught_up) == t ]]; }

# plain: JSON in one order, without what tells of the moment of asking or of refreshing; numbers to six decimals, because sums of
# floating-point numbers depend on the order of their rows on the disk.
plain() {
  jq -S 'del(.summary.to?) | walk(
    if type == "object" then del(.as_of, .age_s, .timeStamp, .rolled_up_at, .refreshed_at)
    elif type == "array" and (.[0]? | type == "object" and has("properties")) then sort_by(.properties)
    elif type == "number" then . * 1000000 | round / 1000000
    else . end)'
}

# answers FOLDER: what readers are told.
answers() {
  local day imei name
  mkdir -p "$1"
  day=$(TZ=Africa/Nairobi date -d "$frozen_at" +%F)
  ask 8890 /webhook/live-positions | plain >"$1/live.json"
  for imei in $(database_sql <<<'SELECT imei FROM tracksolid.live_positions ORDER BY imei'); do
    ask 8890 "/vehicles/$imei/track?date=$day" | plain >"$1/track-$imei.json"
  done
  ask 8890 /webhook/fleet-dashboard -d "date=$day" | plain >"$1/trips.json"
  for name in fleet-summary utilisation driver-behaviour fuel; do
    ask 8890 "/analytics/$name?from=$day&to=$day" | plain >"$1/$name.json"
  done
  ask 8890 '/ogc/collections/trips/items?limit=1000' | plain >"$1/ogc-trips.json"
}

# Every table of ours, with the number and a checksum of its rows, in whatever order they come. The runs of the backups are written after the dump.
contents() {
  database_sql <<'SQL'
SELECT format($$SELECT %L, count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric), 0) FROM %I.%I AS t$$,
              table_schema || '.' || table_name, table_schema, table_name)
  FROM information_schema.tables
 WHERE table_schema IN ('tracksolid', 'reporting', 'infrastructure', 'outbox') AND table_type = 'BASE TABLE' AND table_name <> 'backup_runs'
 ORDER BY 1
\gexec
SQL
}

sidecar() {
  RESTORE_DATABASE_URL="postgresql://postgres:$(setting POSTGRES_PASSWORD)@timescale_db:5432/postgres" \
    compose run --rm -T --no-deps -e RESTORE_DATABASE_URL db_backup "$@"
}

story_backup() {
  freeze
  answers "$work/before"
  # Nobody writes between the dump and the look at what is in it.
  compose stop webhook_receiver dashboard_api dashboard_api_staging >/dev/null 2>&1
  sidecar backup >"$work/backup.log" 2>&1 || { cat "$work/backup.log" >&2; fail "The backup failed."; }
  contents >"$work/contents-before"
  step "the sidecar backs up to an S3 store: $(sed -n 's/^\[fleetline\] \(.* is good\)/\1/p' "$work/backup.log")"
}

story_drill() {
  sidecar drill >"$work/drill" 2>&1 || { cat "$work/drill" >&2; fail "The drill failed."; }
  cat "$work/drill" >&2
  step "the drill restores the backup beside the database and compares every table"
}

story_destroyed() {
  compose down -v >/dev/null 2>&1
  expect "Volumes that are left" "" "$(docker volume ls -q --filter "label=com.docker.compose.project=$PROJECT")"
  step "everything is destroyed: containers, networks, volumes"
}

story_restored() {
  up timescale_db
  sidecar restore >"$work/restore.log" 2>&1 || { cat "$work/restore.log" >&2; fail "The restore failed."; }
  contents >"$work/contents-after"
  diff "$work/contents-before" "$work/contents-after" >&2 || fail "The restored tables differ, see above."
  step "a new database is restored from the store: $(wc -l <"$work/contents-after") tables, each with the same rows"
}

story_same_answers() {
  up dashboard_api
  answers "$work/after"
  diff -r "$work/before" "$work/after" >&2 || fail "The restored system answers differently, see above."
  step "it gives the same answers: $(find "$work/after" -type f | wc -l) of them, $(cat "$work"/after/* | wc -c) bytes"
  up
  live_again=$(live_by_sql | cksum)
  eventually 60 "The restored system does not take facts in" moved_on
  step "and all services go on from there"
}

moved_on() { [[ $(live_by_sql | cksum) != "$live_again" ]]; }
