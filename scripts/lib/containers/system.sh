# shellcheck shell=bash
# The running system of the story: its settings, Compose, and how it is asked. Needs common.sh and containers/engine.sh.
# shellcheck disable=SC2154

PROJECT=fleetline-story
VEHICLES=12

steps=0
step_began=0
work=""
token=""

# An address of its own on loopback: the usual ports may be taken on 127.0.0.1.
story_address="127.$((RANDOM % 200 + 20)).$((RANDOM % 250)).$((RANDOM % 250 + 1))"

step() {
  steps=$((steps + 1))
  printf '[containers] %2d  %s (%d s)\n' "$steps" "$*" $((SECONDS - step_began))
  step_began=$SECONDS
}

fail() {
  [[ ! -s $work/live.diff ]] || cat "$work/live.diff" >&2
  compose ps -a >&2 || true
  compose logs --no-color --tail 15 2>/dev/null | tr -d '\033' >&2 || true
  printf '[containers] failed after %d steps: %s The last words of all containers are above.\n' "$steps" "$*" >&2
  exit 1
}

# As an operator would fill in .env.example; this machine's environment has no part in it.
write_settings() {
  local name
  work=$(mktemp -d)
  (
    umask 077
    sed -n '/^BACKUP_S3_ENDPOINT=/d; s/^\([A-Z0-9_]*\)=$/\1/p' .env.example | while read -r name; do printf '%s=%s\n' "$name" "$(random_hex 16)"; done >"$work/env"
    cat >>"$work/env" <<TEXT
BACKUP_S3_ENDPOINT=http://$STORE:9000
TRACKSOLID_API_URL=http://simulator:8899/route/rest
TRACKSOLID_TARGETS=demo-nairobi,demo-mombasa,demo-kampala
TIMESCALEDB_IMAGE=fleetline-database
DB_BIND_ADDR=$story_address
HTTP_BIND_ADDR=$story_address
FLEETLINE_ENV_FILE=$work/fleetline.env
TEXT
  )
  printf '%s\n' FLEETLINE_LIVE_EVERY=PT5S FLEETLINE_FIRST_LOOK_BACK=PT6H VTRIPS_REFRESH_INTERVAL_S=5 ROLLUP_INTERVAL_S=5 >"$work/fleetline.env"
}

setting() { sed -n "s/^$1=//p" "$work/env"; }

compose() {
  env -i PATH="$PATH" HOME="$HOME" ${RESTORE_DATABASE_URL:+"RESTORE_DATABASE_URL=$RESTORE_DATABASE_URL"} ${DOCKER_HOST:+"DOCKER_HOST=$DOCKER_HOST"} "${compose_program[@]}" \
    --project-name "$PROJECT" --project-directory . --env-file "$work/env" --progress quiet \
    -f docker-compose.yaml -f docker-compose.staging.yaml -f scripts/lib/containers/story.yaml "$@" </dev/null
}

# up SERVICE…: and what they need, until all are healthy.
up() { compose up -d --no-build --wait --wait-timeout 120 "$@" >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "Not all of ${*:-the services} became healthy."; }; }

container() { compose ps -q "$1"; }

# What an operator does: docker exec -i … psql … < file
database_sql() { docker exec -i "$(container timescale_db)" psql -X -q -At -v ON_ERROR_STOP=1 -U postgres -d tracksolid_db "$@"; }

# ask PORT PATH…: the answer of a read-API to who has a token.
ask() {
  local port=$1 path=$2
  shift 2
  curl -fsS --noproxy '*' --max-time 30 -H "Authorization: Bearer $token" "$@" "http://$story_address:$port$path"
}

# status PORT PATH…: the HTTP status alone.
status() {
  local port=$1 path=$2
  shift 2
  curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 30 "$@" "http://$story_address:$port$path"
}

# eventually SECONDS WHAT COMMAND…: until it succeeds.
eventually() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < deadline)) || fail "$what."
    sleep 0.3
  done
}

# expect WHAT WANTED GOT
expect() { [[ $2 == "$3" ]] || fail "$1: expected $2, but got $3."; }

# Containers, networks and volumes of the story, whatever state they are in.
system_down() {
  [[ -n $work && -e $work/env ]] || return 0
  compose down -v --remove-orphans --timeout 10 >/dev/null 2>&1 || true
}
