# shellcheck shell=bash
# Restores from the store into a new database. It gets its final name only once it is complete and matches the manifest.

# The comment of a database marks it as being restored; an unmarked one with the same name is not touched.
readonly UNDER_RESTORE='Fleetline: a restore is under way'

facts_of() { jq -r "$1" <<<"$manifest"; }

server_sql() { sql "$@" 2>"$work/server"; }

server_failed() {
  local words
  words=$(last_words "$work/server")
  case $words in
    *"No space left"*) fail "$FAILED" "The disk of the database server is full: $1." ;;
    *"permission denied"* | *"must be superuser"* | *"must be owner"*) fail "$WRONG_SETTING" "A restore needs a superuser in RESTORE_DATABASE_URL: $words" ;;
    *"password authentication failed"* | *"no pg_hba.conf entry"*) fail "$WRONG_SETTING" "The database refuses the login of RESTORE_DATABASE_URL: $words" ;;
  esac
  fail "$FAILED" "$1: $words"
}

# choose DAY: the manifest of the newest valid backup, or of the newest of a day (YYYY-MM-DD in the fleet's time zone).
choose() {
  local day=${1//-/\/} all
  cut_short | while IFS= read -r line; do say "$line"; done
  all=$(good_backups) || exit
  manifest=$(jq -c --arg day "$day" 'select(.key | startswith($day))' <<<"$all" | tail -n 1)
  [[ -n $manifest ]] || fail "$FAILED" "There is no good backup${1:+ of $1} in $store."
}

# choose_key KEY
choose_key() {
  local short all
  short=$(cut_short) || exit
  short=$(grep -F -- "$1 " <<<"$short" || true)
  [[ -z $short ]] || fail "$FAILED" "$short"
  all=$(good_backups) || exit
  manifest=$(jq -c --arg key "$1" 'select(.key == $key)' <<<"$all")
  [[ -n $manifest ]] || fail "$FAILED" "There is no good backup $1 in $store: backup/restore --list shows them."
}

check_identity() {
  [[ $(facts_of .encrypted) == true ]] || return 0
  identity=$(setting BACKUP_AGE_IDENTITY_FILE)
  [[ -n $identity && -r $identity ]] || fail "$WRONG_SETTING" "This backup is encrypted: BACKUP_AGE_IDENTITY_FILE must name the file with its private key."
}

# The same version of TimescaleDB is required: its catalogue is restored unchanged.
check_extensions() {
  local version has
  version=$(facts_of '.extensions.timescaledb // empty')
  has=$(server_sql -v version="$version" <<<"SELECT count(*) FROM pg_available_extension_versions WHERE name = 'timescaledb' AND version = :'version'") ||
    server_failed "The database server could not be asked"
  [[ $has == 1 ]] || fail "$FAILED" "The backup needs TimescaleDB $version, and this server does not offer it: restore on an image that has it, then update."
}

# The name must be free, or belong to an empty database that may be replaced.
check_target() {
  local there tables
  there=$(server_sql -v name="$1" <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'") || server_failed "The database server could not be asked"
  [[ $there == 1 ]] || return 0
  tables=$(PGDATABASE="$1" server_sql <<<"SELECT count(*) FROM pg_tables WHERE schemaname IN ('tracksolid', 'reporting', 'infrastructure', 'events', 'outbox')") ||
    server_failed "The database $1 could not be looked at"
  [[ $tables == 0 ]] || fail "$FAILED" "The database $1 holds $tables tables of ours already: give another name with --into."
}

# Missing roles are created without a login; memberships belong to the server too, so no dump has them.
make_roles() {
  server_sql -v manifest="$manifest" <<'SQL' || server_failed "The roles could not be made"
SELECT format('CREATE ROLE %I NOLOGIN', r->>'name')
FROM jsonb_array_elements(:'manifest'::jsonb->'roles') AS r
WHERE r->>'name' NOT IN (SELECT rolname FROM pg_roles)
\gexec
SELECT format('GRANT %I TO %I WITH INHERIT %s, SET %s', m->>'role', r->>'name', m->>'inherit', m->>'set')
FROM jsonb_array_elements(:'manifest'::jsonb->'roles') AS r, jsonb_array_elements(r->'member_of') AS m
WHERE m->>'role' IN (SELECT rolname FROM pg_roles)
  AND NOT EXISTS (SELECT FROM pg_auth_members AS a
                  WHERE a.roleid = (SELECT oid FROM pg_roles WHERE rolname = m->>'role')
                    AND a.member = (SELECT oid FROM pg_roles WHERE rolname = r->>'name'))
\gexec
SQL
}

# make_database NAME: empty, with TimescaleDB in the version of the dump, ready for pg_restore.
make_database() {
  remove_half_done "$1"
  server_sql -v name="$1" -v comment="$UNDER_RESTORE" -v manifest="$manifest" <<'SQL' || server_failed "The database $1 could not be made"
CREATE DATABASE :"name" TEMPLATE template0;
COMMENT ON DATABASE :"name" IS :'comment';
SELECT format('ALTER DATABASE %I OWNER TO %I', :'name', :'manifest'::jsonb->>'owner') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SELECT format('GRANT %s ON DATABASE %I TO %s', a->>'right', :'name', a->>'role') FROM jsonb_array_elements(:'manifest'::jsonb->'database_rights') AS a \gexec
SQL
  made=$1
  PGDATABASE="$1" PGOPTIONS='-c client_min_messages=error' server_sql -v version="$(facts_of .extensions.timescaledb)" >/dev/null <<'SQL' ||
CREATE EXTENSION timescaledb VERSION :'version';
SELECT timescaledb_pre_restore();
SQL
    server_failed "TimescaleDB could not be made in $1"
}

# Drops the database of a killed restore; a running restore keeps its own, because it is connected to it.
remove_half_done() {
  server_sql -v name="$1" -v comment="$UNDER_RESTORE" <<'SQL' || fail "$UNDER_WAY" "The database $1 is there: another restore may be under way. $(last_words "$work/server")"
SELECT format('DROP DATABASE %I', datname) FROM pg_database
WHERE datname = :'name' AND shobj_description(oid, 'pg_database') = :'comment'
\gexec
SQL
}

decrypt() { if [[ -n ${identity:-} ]]; then age --decrypt --identity "$identity" 2>"$work/age"; else cat; fi; }

# TimescaleDB 2.19.0 to 2.20.0 dumps a compressed column that is entirely null as 'Bg==', and cannot read that back. A null has
# the same meaning in every version. Only columns of its own type are changed: a text may be anything.
compressed_nulls() {
  LC_ALL=C awk -F '\t' -v OFS='\t' '
    copying && /^\\\.$/ { copying = columns = 0 }
    copying { for (i = 1; i <= columns; i++) if ($i == "Bg==" && (table, column[i]) in compressed) $i = "\\N"; print; next }
    /^(CREATE TABLE|COPY) _timescaledb_internal\.compress_hyper_/ { split($0, word, " "); table = word[/^COPY/ ? 2 : 3] }
    / _timescaledb_internal\.compressed_data,?$/ { split($0, word, " "); compressed[table, word[1]] = 1 }
    /^COPY .* FROM stdin;$/ { copying = 1 }
    /^COPY _timescaledb_internal\.compress_hyper_/ {
      list = $0; sub(/^[^(]*\(/, "", list); sub(/\).*/, "", list); columns = split(list, column, ", ")
    }
    { print }'
}

# Streams the dump from the store into the database, and computes its checksum in transit.
fill() {
  local codes=() hasher key
  key=$(facts_of .key)
  mkfifo "$work/copy"
  sha256sum <"$work/copy" >"$work/sent" &
  hasher=$!
  set +e
  rclone cat "$store/$key" 2>"$work/store" | tee "$work/copy" 2>/dev/null | decrypt |
    pg_restore --file=- 2>"$work/restore" | compressed_nulls | sql -d "dbname=$1 $DATABASE_LINK" >/dev/null 2>"$work/server"
  codes=("${PIPESTATUS[@]}")
  set -e
  wait "$hasher"
  [[ ${codes[*]} == "0 0 0 0 0 0" ]] || explain "$key" "${codes[@]}"
  [[ $(cut -d' ' -f1 "$work/sent") == "$(facts_of .sha256)" ]] || changed "$key"
}

changed() { fail "$FAILED" "$1 is not what was stored: its SHA-256 differs from the manifest's, bytes were changed in the store."; }

# explain KEY CODES…: determines which program broke the stream; the whole object is read again to check its integrity.
explain() {
  local key=$1 words sum
  grep -qi 'no identity matched\|unknown identity\|malformed secret key\|no secret keys\|failed to parse\|no identities' "$work/age" 2>/dev/null &&
    fail "$WRONG_SETTING" "The key in $identity is not the one that $key was encrypted for."
  sum=$(store_do "give back $key" cat "$store/$key" | sha256sum) || exit
  [[ ${sum%% *} == "$(facts_of .sha256)" ]] || changed "$key"
  (($4 == 0)) || ! grep -qi 'error:' "$work/age" 2>/dev/null || fail "$FAILED" "$key could not be decrypted: $(last_words "$work/age")"
  cat "$work/server" >>"$work/restore" # the database's message has priority
  words=$(last_words "$work/restore")
  case $(<"$work/restore") in
    *"No space left"*) fail "$FAILED" "The disk of the database server is full: the restore has ended, and its half-made database is dropped." ;;
    *"server closed the connection"* | *"could not connect"* | *"terminating connection"*) fail "$AWAY" "The database server went away during the restore: $words" ;;
  esac
  fail "$FAILED" "pg_restore failed: $words"
}

finish_restore() {
  PGDATABASE="$1" server_sql >/dev/null <<<"SELECT timescaledb_post_restore(); ANALYZE;" || server_failed "TimescaleDB's last step of the restore failed"
}

# compare NAME: every table's rows against the manifest, and of a table with compressed chunks their number and what the newest
# holds, one line each on standard output; fails when one differs. Rows of a compressed chunk are counted without reading them.
compare() {
  local counted
  counted=$(PGDATABASE="$1" server_sql < <(printf '%s\n' "$SAME_SPELLING" && cat "$backup_lib/facts.sql")) || server_failed "The rows could not be counted"
  jq -n -r --argjson manifest "$manifest" --argjson counted "$counted" '
    (($manifest.rows + $counted.rows | keys[]) as $table
    | [if $manifest.rows[$table] == $counted.rows[$table] then "same" else "DIFFERENT" end,
       $table, $manifest.rows[$table] // "missing", $counted.rows[$table] // "missing"]),
    (($manifest.compressed // {} | keys[]) as $table
    | [if $manifest.compressed[$table] == $counted.compressed[$table] then "same" else "DIFFERENT" end,
       $table + ",compressed_chunks", $manifest.compressed[$table].chunks, $counted.compressed[$table].chunks // "missing"])
    | @tsv' >"$work/table"
  printf '%-10s %-45s %14s %14s\n' "" table manifest database
  while read -ra cells; do printf '%-10s %-45s %14s %14s\n' "${cells[@]}"; done <"$work/table"
  ! grep -q '^DIFFERENT' "$work/table" || fail "$FAILED" "$(grep -c '^DIFFERENT' "$work/table") tables differ from the manifest."
}

# give_name FROM TO: replaces an empty database of that name.
give_name() {
  check_target "$2" # somebody may have filled it in the meantime
  server_sql -v from="$1" -v to="$2" <<'SQL' || server_failed "The restored database $1 is whole, but could not be given the name $2"
SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname = :'to' \gexec
ALTER DATABASE :"from" RENAME TO :"to";
COMMENT ON DATABASE :"to" IS NULL;
SQL
  made=""
}

drop_made() {
  [[ -z ${made:-} ]] || sql -v name="$made" <<<'DROP DATABASE IF EXISTS :"name" WITH (FORCE)' 2>/dev/null ||
    say "The database $made could not be dropped: do it by hand."
}
