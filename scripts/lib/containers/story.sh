# shellcheck shell=bash
# The first half of the story: the system comes up, takes facts in, answers, is killed, is migrated by hand. Needs containers/system.sh.
# shellcheck disable=SC2154

PUSHED_IMEI=860000000099041

story_starts() {
  up timescale_db simulator
  step "the database is made, with its logins; a simulated cloud answers"
  token=$(compose run --rm -T ingest_worker token create story 2>"$work/token.log") || { cat "$work/token.log" >&2; fail "No token was made."; }
  [[ $token == flt_* ]] || fail "The token is '$token'."
  step "'docker compose run --rm ingest_worker token create' brings the schema and makes a token"
  up
  step "all services are healthy: $(compose ps --services | sort | tr '\n' ' ')"
}

live() { ask "${1:-8890}" /webhook/live-positions; }

all_polled() { [[ $(live 2>/dev/null | jq '.geojson.features | length') == "$VEHICLES" ]]; }

# imei, place and time of each vehicle, as the API and as the database has them.
live_by_api() { live "$1" | jq -r '.geojson.features[] | [.properties.imei, (.geometry.coordinates[:2] | map(tostring) | join(" ")), .properties.gps_time] | join(" ")' | sort; }
live_by_sql() {
  database_sql <<'SQL' | sort
SELECT concat_ws(' ', imei, trim_scale(lng::numeric), trim_scale(lat::numeric), to_char(gps_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'))
  FROM tracksolid.live_positions;
SQL
}

same_live() { diff <(live_by_api "$1") <(live_by_sql) >"$work/live.diff"; }

# map_agrees PORT WHEN
map_agrees() { eventually 30 "The map on $1 and the table of live positions differ $2" same_live "$1"; }

story_polls() {
  eventually 60 "Not all $VEHICLES simulated vehicles are on the map" all_polled
  map_agrees 8890 'after the first polls'
  step "the simulated cloud is polled: its $VEHICLES vehicles are on the map, each where the database has it"
}

push() {
  status 8889 /pushgps --data-urlencode "token=$1" --data-urlencode "data_list=[$2]"
}

pushed_feature() {
  live | jq -c --arg imei $PUSHED_IMEI '.geojson.features[] | select(.properties.imei == $imei)
    | [.geometry.coordinates[0], .geometry.coordinates[1], .properties.speed, .properties.direction, .properties.acc_status, .properties.odometer_km, .properties.status]'
}

pushed_as_sent() { [[ $(pushed_feature) == '[36.8219,-1.2921,42,270,true,12345.6,"moving"]' ]]; }

# 12,345,600 m are 12,345.6 km; 42 km/h with the engine on is moving.
story_pushes() {
  local now item
  now=$(date -u '+%Y-%m-%d %H:%M:%S')
  item="{\"deviceImei\":\"$PUSHED_IMEI\",\"gpsTime\":\"$now\",\"lng\":36.8219,\"lat\":-1.2921,\"gpsSpeed\":42,\"direction\":270,\"acc\":1,\"postType\":1,\"distance\":12345600}"
  expect "A push with a wrong token" 401 "$(push wrong "$item")"
  expect "A push" 200 "$(push "$(setting JIMI_WEBHOOK_TOKEN)" "$item")"
  expect "The same push again" 200 "$(push "$(setting JIMI_WEBHOOK_TOKEN)" "$item")"
  eventually 20 "The pushed fix is not on the map as it was sent, but as $(pushed_feature)" pushed_as_sent
  expect "Rows of the pushed fix" 1 "$(database_sql <<<"SELECT count(*) FROM tracksolid.position_history WHERE imei = '$PUSHED_IMEI'")"
  step "a push is refused without the token, taken with it, stored once, and on the map as it was sent"
}

story_access() {
  expect "A question without a token" 401 "$(status 8890 /webhook/live-positions)"
  expect "The webhook on the read-API" 404 "$(status 8890 /pushgps -H "Authorization: Bearer $token" -d data_list=[])"
  expect "The map on the webhook receiver" 404 "$(status 8889 /webhook/live-positions)"
  map_agrees 8891 'in staging'
  expect "Staging's logins in the database" dashboard_ro "$(database_sql <<'SQL'
SELECT string_agg(DISTINCT usename, ' ') FROM pg_stat_activity WHERE client_addr IN (SELECT client_addr FROM pg_stat_activity WHERE usename = 'dashboard_ro'
EXCEPT SELECT client_addr FROM pg_stat_activity WHERE usename = 'tracksolid_owner')
SQL
)"
  step "each role answers on its own paths only; staging reads on 8891 as dashboard_ro"
}

came_back() {
  [[ $(docker inspect --format '{{.State.Running}} {{.State.Health.Status}} {{.RestartCount}}' "$1" 2>/dev/null) == "true healthy 1" ]]
}

# By its process id on this machine: 'docker kill' would count as the operator's wish and not be undone.
story_killed() {
  local service ids=() id
  for service in ingest_worker webhook_receiver dashboard_api; do ids+=("$(container "$service")"); done
  for id in "${ids[@]}"; do kill -KILL "$(docker inspect --format '{{.State.Pid}}' "$id")"; done
  for id in "${ids[@]}"; do eventually 60 "$(docker inspect --format '{{.Name}}' "$id") did not come back after kill -9" came_back "$id"; done
  map_agrees 8890 'after the kills'
  step "each service comes back after kill -9"
}

write_trial_migration() {
  cat >"$work/99_trial.sql" <<'SQL'
SET ROLE tracksolid_owner;
CREATE TABLE IF NOT EXISTS reporting.trial (answer int);
COMMENT ON TABLE reporting.trial IS 'Made by a migration that was applied by hand.';
INSERT INTO tracksolid.schema_migrations (file) VALUES ('99_trial.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
SQL
}

story_migration() {
  write_trial_migration
  docker exec -i "$(container timescale_db)" psql -q -U postgres -d tracksolid_db <"$work/99_trial.sql"
  docker exec -i "$(container timescale_db)" psql -q -U postgres -d tracksolid_db <"$work/99_trial.sql" 2>/dev/null
  compose restart ingest_worker webhook_receiver dashboard_api >/dev/null 2>&1
  up
  [[ $(compose run --rm -T ingest_worker migrate 2>&1) == *" 0 migrations applied"* ]] || fail "The service does not agree with a migration applied by hand."
  expect "The table of the migration, read by dashboard_ro" 0 "$(database_sql <<<'SET ROLE dashboard_ro; SELECT count(*) FROM reporting.trial')"
  map_agrees 8890 'after the migration'
  step "a new migration is applied twice by 'docker exec -i … psql', and the services agree"
}

# From the command to the first 200 of the map, and what each container takes.
story_figures() {
  local id began
  id=$(container dashboard_api)
  docker stop -t 10 "$id" >/dev/null
  began=$(date +%s%N)
  docker start "$id" >/dev/null
  until ask 8890 /webhook/live-positions >/dev/null 2>&1; do sleep 0.02; done
  say "dashboard_api: $((($(date +%s%N) - began) / 1000000)) ms from 'docker start' to its first answer."
  docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' | sed "s/^$PROJECT-/  /" | sort >&2
}
