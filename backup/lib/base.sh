# shellcheck shell=bash
# Shared by all programs of the sidecar: messages, settings, the database's URL, a scratch folder, times.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib/common.sh"

shopt -s inherit_errexit # a failure in $(…) ends the program too

readonly FAILED=1 WRONG_SETTING=2 UNDER_WAY=3 AWAY=75 # AWAY: a retry may help
# pg_dump must not wait forever for a server that has vanished.
readonly DATABASE_LINK='keepalives_idle=60 keepalives_interval=15 keepalives_count=4'
# Makes a row's text, and so its checksum, the same on every server.
# shellcheck disable=SC2034 # for those who source this
readonly SAME_SPELLING="SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex';"

work=""

# The last message of a failed attempt is kept for the status file.
fail() {
  local code=$1
  shift
  [[ -z $work ]] || printf '%s\n' "$*" >"$work/error" 2>/dev/null || true
  say "$*"
  exit "$code"
}

# setting NAME [DEFAULT]: the variable NAME, or the content of the file named by NAME_FILE, or the default.
setting() {
  local file="${1}_FILE"
  if [[ -n ${!1:-} ]]; then
    printf '%s' "${!1}"
  elif [[ -n ${!file:-} ]]; then
    [[ -r ${!file} ]] || fail "$WRONG_SETTING" "$file names ${!file}, which cannot be read."
    printf '%s' "$(<"${!file}")"
  else
    printf '%s' "${2:-}"
  fi
}

required() {
  local value
  value=$(setting "$1") || exit
  [[ -n $value ]] || fail "$WRONG_SETTING" "$1 (or ${1}_FILE) is not set."
  printf '%s' "$value"
}

# number NAME DEFAULT MINIMUM
number() {
  local value
  value=$(setting "$1" "$2") || exit
  [[ $value =~ ^[0-9]{1,9}$ ]] && ((10#$value >= $3)) || fail "$WRONG_SETTING" "$1 is '$value': it must be a whole number from $3 on."
  printf '%d' "$((10#$value))"
}

fleet_zone() {
  local zone
  zone=$(setting FLEET_TIME_ZONE Africa/Nairobi) || exit
  [[ -f /usr/share/zoneinfo/$zone && $zone != *..* ]] || fail "$WRONG_SETTING" "FLEET_TIME_ZONE is '$zone': there is no such time zone."
  printf '%s' "$zone"
}

# Messages go to a temporary folder that is removed with the process.
make_work() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/fleetline-backup.XXXXXX") || fail "$FAILED" "There is no room for a scratch folder in ${TMPDIR:-/tmp}."
}

remove_work() { [[ -z $work ]] || rm -rf "$work"; }

decoded() {
  [[ $1 =~ ^([^%]|%[0-9A-Fa-f]{2})*$ ]] || fail "$WRONG_SETTING" "A percent sign in the database's address encodes nothing: write it as %25."
  local backslashed=${1//\\/\\\\}
  printf '%b' "${backslashed//\%/\\x}"
}

# connect_to NAME: sets libpq's variables from the URL in the setting NAME, so that no password is a program argument.
connect_to() {
  local url form='^(jdbc:postgresql|postgres(ql)?)://([^:@/?]+)(:([^/]*))?@([^/?@:]+)(:([0-9]+))?/([^/?]+)(\?(.*))?$'
  url=$(required "$1") || exit
  [[ $url =~ $form ]] || fail "$WRONG_SETTING" "$1 is not of the form postgresql://user:password@host:port/database."
  local host=${BASH_REMATCH[6]} port=${BASH_REMATCH[8]} options=${BASH_REMATCH[11]}
  local parts=("${BASH_REMATCH[3]}" "${BASH_REMATCH[5]}" "${BASH_REMATCH[9]}")
  PGUSER=$(decoded "${parts[0]}") || exit
  PGPASSWORD=$(decoded "${parts[1]}") || exit
  PGDATABASE=$(decoded "${parts[2]}") || exit
  export PGUSER PGPASSWORD PGDATABASE PGHOST="$host" PGPORT="${port:-5432}" PGCONNECT_TIMEOUT=10 PGAPPNAME=fleetline-backup
  connect_options "$options"
  unset "$1"
}

connect_options() {
  local pair pairs=()
  IFS='&' read -ra pairs <<<"$1"
  for pair in "${pairs[@]}"; do
    case $pair in
      sslmode=*) export PGSSLMODE=${pair#*=} ;;
      sslrootcert=*) PGSSLROOTCERT=$(decoded "${pair#*=}") && export PGSSLROOTCERT ;;
      *) fail "$WRONG_SETTING" "The database's address has the option '${pair%%=*}': only sslmode and sslrootcert are known here." ;;
    esac
  done
}

# sql [OPTION…]: runs standard input in the database of the environment.
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

utc() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }

# The last error line of a program's output.
last_words() {
  grep -v '^[[:space:]]' "$1" 2>/dev/null | grep -vi '^$\|hint:\|detail:\|context:\|warning:\|NOTICE' | tail -n 1 |
    sed -E 's/^(psql|pg_dump|pg_restore): //; s/^psql:<stdin>:[0-9]+: //; s/^(error|ERROR|FATAL): +//' | cut -c1-300 || true
}
