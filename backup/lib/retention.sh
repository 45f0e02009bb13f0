# shellcheck shell=bash
# Which backups are kept: the newest of each of the last days, weeks and months that have one. So a pause deletes nothing.

# keys_to_keep DAYS WEEKS MONTHS: prints the keys to keep, from keys on standard input, one per line. The day is the key's folder.
keys_to_keep() {
  local days=$1 weeks=$2 months=$3 key day week
  local -A last=()
  local of_day=0 of_week=0 of_month=0
  while IFS= read -r key; do
    day=${key:0:10} week=$(date -d "${day//\//-}" +%G-%V)
    local keep=""
    if [[ ${last[day]:-} != "$day" ]] && ((of_day < days)); then keep=yes of_day=$((of_day + 1)); fi
    if [[ ${last[week]:-} != "$week" ]] && ((of_week < weeks)); then keep=yes of_week=$((of_week + 1)); fi
    if [[ ${last[month]:-} != "${day:0:7}" ]] && ((of_month < months)); then keep=yes of_month=$((of_month + 1)); fi
    last[day]=$day last[week]=$week last[month]=${day:0:7}
    [[ -z $keep ]] || printf '%s\n' "$key"
  done < <(sort -r)
}

# Only after a new success. The manifest is removed first: a dump without one is not a backup.
remove_outdated() {
  local keys kept key
  keys=$(good_backups | jq -r .key) || exit
  kept=$(keys_to_keep "$keep_days" "$keep_weeks" "$keep_months" <<<"$keys")
  while IFS= read -r key; do
    [[ -n $key ]] || continue
    ! grep -qxF -- "$key" <<<"$kept" || continue
    store_do "delete $key.json" deletefile "$store/$key.json"
    store_do "delete $key" deletefile "$store/$key"
    say "Removed $key, which no day, week or month needs any longer."
  done <<<"$keys"
}
