# shellcheck shell=bash
# A database session that lasts as long as the backup: it holds the lock against a second backup, and the snapshot
# in which the rows are counted and the dump is made.

session_open() {
  local alone
  trap : PIPE # a dead session must not end the program silently
  coproc SESSION { exec psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$DATABASE_LINK" 2>"$work/session"; }
  session_out=${SESSION[0]} session_in=${SESSION[1]}
  session_ask "SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0; SET statement_timeout = 0; $SAME_SPELLING"
  alone=$(session_ask "SELECT pg_try_advisory_lock(hashtext('fleetline backup'))")
  [[ $alone == t ]] ||
    fail "$UNDER_WAY" "Another backup of $PGDATABASE is under way: this one has done nothing."
  keep_compression_away
}

# The compression of a chunk would wait for the end of the dump, and block writers meanwhile. The service compresses under
# the same lock: the backup waits for a running compression.
keep_compression_away() {
  session_ask "SET lock_timeout = '10min'; SELECT pg_advisory_lock(hashtext('fleetline compression')); SET lock_timeout = 0;" >/dev/null
}

# session_ask SQL: the answer.
session_ask() {
  local line
  printf '%s\n;\n\\echo end of answer\n' "$1" >&"$session_in" 2>/dev/null || session_failed
  while IFS= read -r line <&"$session_out"; do
    [[ $line != "end of answer" ]] || return 0
    printf '%s\n' "$line"
  done
  session_failed
}

session_failed() {
  local words
  words=$(last_words "$work/session")
  case $words in
    *"lock timeout"*) fail "$AWAY" "The service has been compressing a chunk of $PGDATABASE for more than ten minutes." ;;
    *"password authentication failed"* | *"does not exist"* | *"no pg_hba.conf entry"*) fail "$WRONG_SETTING" "The database refuses the login: $words" ;;
    *"permission denied"*) fail "$WRONG_SETTING" "The login $PGUSER may not read everything ($words): as a superuser, GRANT pg_read_all_data TO $PGUSER." ;;
  esac
  fail "$AWAY" "The database at $PGHOST:$PGPORT is away: ${words:-the connection has ended.}"
}

# Prints the snapshot's name.
snapshot_take() {
  local ours
  ours=$(session_ask "SELECT to_regclass('tracksolid.schema_migrations') IS NOT NULL")
  [[ $ours == t ]] ||
    fail "$AWAY" "The database $PGDATABASE holds no tables of ours yet: let the service migrate it first."
  session_ask "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
  session_ask "SELECT pg_export_snapshot()"
}

# The facts for a restore and for the comparison of a drill, as one line of JSON. A hypertable counts as one table.
snapshot_facts() { session_ask "$(<"$backup_lib/facts.sql")"; }

snapshot_end() { session_ask "COMMIT"; }
