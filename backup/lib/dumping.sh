# shellcheck shell=bash
# Dumps the snapshot into the store, and reads it back for verification. Only messages touch a local disk.

# Removes leftovers of a killed backup: dumps without a manifest, and, if it could not even abort the upload, parts that were
# never assembled.
remove_leftovers() {
  local objects key keys=()
  objects=$(store_objects) || exit
  mapfile -t keys < <(jq -r '([.[].Path] | map({(.): true}) | add) as $there
    | .[].Path | select((endswith(".json") | not) and ($there[. + ".json"] | not))' <<<"$objects")
  for key in "${keys[@]}"; do
    say "Removing $key, which a backup left behind when it was ended half-way."
    store_do "delete $key" deletefile "$store/$key"
  done
  [[ -e $state/under_way ]] || return 0
  # Best effort: not every store supports it, and parts are never mistaken for a backup.
  RCLONE_LOW_LEVEL_RETRIES=1 timeout 20 rclone backend cleanup -o max-age=0s "$store" 2>/dev/null || true
}

encrypt() { if [[ -n $recipient ]]; then age --encrypt --recipient "$recipient" 2>"$work/age"; else cat; fi; }

dump() { pg_dump -d "$DATABASE_LINK" --format=custom --compress=zstd --lock-wait-timeout=5min --no-password --snapshot="$1" 2>"$work/dump"; }

# dump_to_store SNAPSHOT KEY: prints the SHA-256 of the bytes sent.
dump_to_store() {
  local codes=() hasher
  mkfifo "$work/copy"
  sha256sum <"$work/copy" >"$work/sent" &
  hasher=$!
  set +e
  dump "$1" | encrypt | tee "$work/copy" 2>/dev/null | rclone rcat "$store/$2" 2>"$work/store"
  codes=("${PIPESTATUS[@]}")
  set -e
  wait "$hasher"
  # A failure in the middle makes the neighbours fail too: check the store first, then the programs before it.
  ((codes[3] == 0)) || { ((codes[0] != 0)) && ! grep -qi 'pipe' "$work/dump"; } || store_failed "take the dump"
  ((codes[0] == 0)) || dump_failed "$2"
  ((codes[1] == 0)) || dump_gone "$2" "$FAILED" "The dump could not be encrypted: $(last_words "$work/age")"
  ((codes[3] == 0 && codes[2] == 0)) || store_failed "take the dump"
  cut -d' ' -f1 "$work/sent"
}

# Removes the partial object of a failed dump now, if possible, rather than at the next backup.
dump_gone() {
  rclone deletefile "$store/$1" 2>/dev/null || true
  fail "$2" "$3"
}

dump_failed() {
  local words
  words=$(last_words "$work/dump")
  case $(<"$work/dump") in
    *"permission denied"*)
      dump_gone "$1" "$WRONG_SETTING" "The login $PGUSER may not read everything ($words): as a superuser, GRANT pg_read_all_data TO $PGUSER."
      ;;
    *"server version mismatch"*) dump_gone "$1" "$WRONG_SETTING" "pg_dump is older than the database: $words" ;;
    *"lock timeout"* | *"canceling statement"*) dump_gone "$1" "$AWAY" "The database did not let pg_dump read within five minutes, somebody holds a lock: $words" ;;
  esac
  dump_gone "$1" "$AWAY" "The database went away during the dump, or pg_dump failed: $words"
}

# stored_bytes KEY
stored_bytes() { store_do "list $1" lsjson --files-only --no-mimetype --no-modtime "$store/$1" | jq -e '.[0].Size'; }

# verify KEY SHA256: reads the whole object back; prints its size.
verify() {
  local bytes read
  bytes=$(stored_bytes "$1") || exit
  read=$(store_do "give back $1" cat "$store/$1" | sha256sum) || exit
  [[ ${read%% *} == "$2" ]] ||
    dump_gone "$1" "$AWAY" "The store gave back something else than it was sent: $1 has $bytes bytes and another checksum. It does not count as a backup."
  printf '%s' "$bytes"
}
