# shellcheck shell=bash
# The result of the last backup: a status file for people and the health check, a text file for node_exporter, a row for the service.

state_open() {
  local folder
  folder=$(setting BACKUP_STATE /var/lib/fleetline-backup)
  [[ -d $folder && -w $folder ]] || fail "$WRONG_SETTING" "The folder $folder (BACKUP_STATE) is not there, or cannot be written to."
  state=$folder
}

# replace FILE: replaces the file atomically with standard input.
replace() {
  { cat >"$1.new" && mv "$1.new" "$1"; } 2>/dev/null && return 0
  rm -f "$1.new" 2>/dev/null || true
  fail "$FAILED" "$1 could not be written: is the disk of $state full?"
}

status_value() { jq -r "$1 // empty" "$state/status.json" 2>/dev/null || true; }

# status_write OUTCOME STARTED FINISHED BYTES KEY ERROR: times in seconds since 1970.
status_write() {
  local last_success
  last_success=$(status_value .last_success)
  [[ -n $5 ]] && last_success=$(utc "$2")
  jq -n --arg outcome "$1" --arg last_try "$(utc "$2")" --argjson duration "$(($3 - $2))" --arg bytes "$4" --arg key "$5" \
    --arg error "$6" --arg last_success "$last_success" '
    {outcome: $outcome, last_try: $last_try, last_success: ($last_success | if . == "" then null else . end),
     duration_s: $duration, bytes: ($bytes | if . == "" then null else tonumber end),
     key: ($key | if . == "" then null else . end), error: ($error | if . == "" then null else . end)}' >"$work/status"
  replace "$state/status.json" <"$work/status"
  metrics "$work/status" >"$work/metrics"
  replace "$state/backup.prom" <"$work/metrics"
}

metrics() {
  jq -r '
    def gauge(name; help; value): if value == null then empty else
      "# HELP fleetline_backup_\(name) \(help)\n# TYPE fleetline_backup_\(name) gauge\nfleetline_backup_\(name) \(value)" end;
    gauge("last_success_timestamp_seconds"; "Start of the newest good backup."; .last_success | if . then fromdateiso8601 else null end),
    gauge("last_try_timestamp_seconds"; "Start of the last try."; .last_try | fromdateiso8601),
    gauge("last_try_ok"; "1 when the last try succeeded."; if .outcome == "ok" then 1 else 0 end),
    gauge("last_duration_seconds"; "How long the last try took."; .duration_s),
    gauge("last_size_bytes"; "Size of the last try'"'"'s dump in the store."; .bytes)' "$1"
}

# run_write OUTCOME STARTED BYTES KEY DETAIL: a row in the database, if it is there.
run_write() {
  [[ -n ${PGHOST:-} ]] || return 0
  sql -d "$DATABASE_LINK" -v outcome="$1" -v started="$2" -v bytes="$3" -v key="$4" -v detail="$5" 2>"$work/run" <<'SQL'
INSERT INTO infrastructure.backup_runs (started_at, finished_at, outcome, bytes, key, detail)
VALUES (to_timestamp(:'started'), greatest(now(), to_timestamp(:'started')), :'outcome', nullif(:'bytes', '')::bigint, nullif(:'key', ''), :'detail')
SQL
}
