# shellcheck shell=bash
# The database in a container. Sourced by scripts/database after database/access.sh, whose variables it uses.
# shellcheck disable=SC2154

CONTAINER=fleetline-database
IMAGE="${TIMESCALEDB_IMAGE:-timescale/timescaledb-ha:pg17.10-ts2.29.2}"

docker_image() {
  local seconds="${FLEETLINE_PULL_SECONDS:-120}"
  docker image inspect "$IMAGE" >/dev/null 2>&1 && return 0
  say "Fetching the image $IMAGE, at most $seconds s, once."
  timeout "$seconds" docker pull -q "$IMAGE" >/dev/null 2>&1 && return 0
  say "The image $IMAGE could not be fetched within $seconds s."
  return 1
}

docker_usable() { docker_answers && docker_image; }

docker_exists() { docker container inspect "$CONTAINER" >/dev/null 2>&1; }

docker_running() {
  [[ $(timeout 5 docker container inspect --format '{{.State.Running}}' "$CONTAINER" 2>/dev/null) == true ]]
}

# The port that the container was given when it was made.
docker_port() { docker container inspect --format '{{(index (index .HostConfig.PortBindings "5432/tcp") 0).HostPort}}' "$CONTAINER"; }

docker_create() {
  choose_port
  # The password goes through the environment, not through the arguments, which everybody may read.
  POSTGRES_PASSWORD="$admin_password" docker run -d --name "$CONTAINER" \
    -e POSTGRES_PASSWORD -e TZ=UTC -p "127.0.0.1:$port:5432" --shm-size=256m "$IMAGE" \
    postgres -c shared_preload_libraries=timescaledb,pg_stat_statements \
    -c shared_buffers=256MB -c max_connections=100 -c max_wal_size=4GB -c wal_compression=lz4 -c max_locks_per_transaction=256 \
    -c timezone=UTC >/dev/null || die "The container $CONTAINER could not be started: see what docker says above."
}

docker_wait() {
  local i
  for ((i = 0; i < 600; i++)); do
    if docker exec "$CONTAINER" pg_isready -q -h 127.0.0.1 -U postgres 2>/dev/null; then return 0; fi
    docker_running || break
    sleep 0.2
  done
  docker logs --tail 15 "$CONTAINER" >&2 || true
  die "The container $CONTAINER did not become ready: its last words are above; 'docker rm -f $CONTAINER' makes room for a new one."
}

docker_start() {
  say "Starting the container $CONTAINER."
  if docker_exists; then
    docker start "$CONTAINER" >/dev/null || die "The container $CONTAINER could not be started: 'docker rm -f $CONTAINER' makes room for a new one."
  else
    docker_create
  fi
  save_port "$(docker_port)"
  docker_wait
}

# docker_stop fast|immediate
docker_stop() {
  local signal=SIGINT # PostgreSQL's fast shutdown
  [[ $1 == fast ]] || signal=SIGQUIT
  docker kill --signal="$signal" "$CONTAINER" >/dev/null || true
  timeout 60 docker wait "$CONTAINER" >/dev/null || die "The container $CONTAINER did not stop within 60 s: 'docker kill $CONTAINER' ends it."
}

# A client program inside the container, with the environment's connection except that the server is at home there.
docker_client() {
  local terminal=(-i)
  [[ ! -t 0 ]] || terminal=(-it)
  docker exec "${terminal[@]}" -e PGPASSWORD -e PGUSER -e PGDATABASE -e PGHOST=127.0.0.1 -e PGPORT=5432 "$CONTAINER" "$@"
}
