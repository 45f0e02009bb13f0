# shellcheck shell=bash
# Several scripts may use one database at the same time: the last of them to end stops it, if a script started it. Needs common.sh, and "here"
# for the folder of the scripts.
# shellcheck disable=SC2154

share_folder() { printf '%s/database-users\n' "$(cache_dir)"; }

# Starts the database where it does not run, and counts this script among its users. The lock ends with the script, whatever ends it.
join_database() {
  local folder
  folder=$(share_folder)
  mkdir -p "$folder"
  exec 7>>"$folder/lock"
  flock -s 7
  "$here/database" status >/dev/null || touch "$folder/started-by-script"
  "$here/database" start 7>&-
}

# Stops the database, unless it was started by hand or another script still uses it.
leave_database() {
  local folder
  folder=$(share_folder)
  [[ -e $folder/started-by-script ]] || return 0
  flock -u 7
  if ! flock -n -x 7; then
    say "The database goes on: another script uses it."
    return 0
  fi
  rm -f "$folder/started-by-script"
  "$here/database" stop 7>&- || true
}
