# shellcheck shell=bash
# What scripts/database remembers from start to start: the port and the passwords, in a file that only its owner
# reads, and the lock that lets one start, stop or reset at a time work on a cache folder.

state="$(cache_dir)/database"
port="" cluster="" admin_password="" owner_password=""

write_access() {
  (
    umask 077
    printf '%s\n' "port=$port" "cluster=$cluster" "admin_password=$admin_password" "owner_password=$owner_password" >"$state/access.new"
  )
  mv "$state/access.new" "$state/access"
}

read_access() {
  local key value
  [[ -r $state/access ]] || return 0
  while IFS='=' read -r key value; do
    case $key in port | cluster | admin_password | owner_password) printf -v "$key" '%s' "$value" ;; esac
  done <"$state/access"
}

make_access() {
  [[ -z $cluster ]] || return 0
  [[ ! -d $state/data ]] || die "The passwords of the database are lost ($state/access): remove the folder $state to begin anew."
  cluster="fleetline-$(random_hex 6)" admin_password=$(random_hex 24) owner_password=$(random_hex 24)
  write_access
}

save_port() {
  [[ $port != "$1" || ! -r $state/access ]] || return 0
  port=$1
  write_access
}

# The port of the last time when it is free, otherwise a new one, outside the range that the system hands out.
choose_port() {
  if [[ -n $port ]] && ! port_taken "$port"; then return 0; fi
  [[ -z $port ]] || say "Port $port is taken by another program, so the database gets a new one."
  save_port "$(free_port $((20000 + RANDOM % 9000)))"
}

# One start, stop or reset at a time for each cache folder.
lock() {
  mkdir -p "$state"
  exec 9>>"$state/lock"
  if ! flock -n 9; then
    say "Another start or stop of the database is under way, waiting for it."
    flock -w 900 9 || die "The other start or stop has not ended within 15 minutes: end it, then try again."
  fi
  read_access
}
