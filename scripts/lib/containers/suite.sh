# shellcheck shell=bash
# Tests with Testcontainers as their database. Needs common.sh, maven.sh, containers/engine.sh and containers/images.sh.
# shellcheck disable=SC2154

# Some of each kind: migrations, roles, stores, pollers, pushes, readers, whole processes, backups. All of them have run before with a database on the machine.
SUITE_TESTS=TestDatabaseTest,MigrationsTest,DatabaseRolesTest,FactWriterTest,PollingCallsTest,PushTest,VTripsRefresherTest,LivePositionsResourceTest,ItemsTest
SUITE_PROCESS_TESTS=ServeIT,MigrateIT,BackupIT
suite_under_way=""

# What a test run that was killed has left in an engine that stays.
suite_down() {
  [[ -z $suite_under_way ]] || docker ps -aq --filter label=org.testcontainers=true --filter ancestor=fleetline-database | xargs -r docker rm -f -v >/dev/null
}

# suite ARGUMENT…: Maven's; without any, the tests above.
suite() {
  (($# > 0)) || set -- "-Dtest=$SUITE_TESTS" "-Dit.test=$SUITE_PROCESS_TESTS"
  database_image
  unset DATABASE_URL DATABASE_ADMIN_URL
  export TIMESCALEDB_IMAGE=fleetline-database
  # Its helper that clears up comes from a registry; the engine of ours takes all containers with it.
  export TESTCONTAINERS_RYUK_DISABLED=true
  # A file /.dockerenv makes it look for the database elsewhere than here.
  [[ ! -e /.dockerenv ]] || export TESTCONTAINERS_HOST_OVERRIDE=localhost
  suite_under_way=yes
  say "Running the tests with Testcontainers as their database."
  maven -B -ntp verify "$@"
}
