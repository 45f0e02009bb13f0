# shellcheck shell=bash
# A streaming replica beside the private database, for tests: made anew by a base backup, gone with its stop. Sourced by
# scripts/database after database/tree.sh, whose functions it uses.
# shellcheck disable=SC2154

STANDBY_ROLE=fleetline_standby

standby="$state/standby"
standby_cluster="standby-of-$cluster" # PostgreSQL puts it into its processes' titles: it must not begin like the primary's

standby_require_tree() {
  tree_running || die "A replica is made only beside the private database of 'scripts/database start', and that one is not running."
  standby_cluster="standby-of-$cluster"
}

standby_role() {
  admin_sql postgres <<SQL
SELECT 'CREATE ROLE $STANDBY_ROLE REPLICATION LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$STANDBY_ROLE') \\gexec
ALTER ROLE $STANDBY_ROLE PASSWORD '$1';
SQL
}

# The same programs and settings as the primary's, another folder and port.
standby_start() {
  local password standby_port
  standby_require_tree
  standby_remove
  mkdir -p "$standby/data"
  password=$(random_hex 24)
  standby_role "$password"
  say "Copying the database for a replica."
  in_namespace "$inside" "$state/root" "$standby/data" "$standby_cluster" copy "$port" "$STANDBY_ROLE" <<<"$password" >"$standby/copy.log" 2>&1 ||
    die "The database could not be copied: see $standby/copy.log."
  standby_port=$(free_port $((20000 + RANDOM % 9000)))
  echo "$standby_port" >"$standby/port"
  in_namespace setsid --fork "$inside" "$state/root" "$standby/data" "$standby_cluster" server "$standby_port" "$standby/server.pid" \
    </dev/null >"$standby/server.log" 2>&1 9>&-
  second_server_wait "$standby_port" "$standby/server.log" "The replica"
  say "The replica is ready on port $standby_port."
}

standby_url() {
  [[ -r $standby/port ]] || die "There is no replica: start one with 'scripts/database standby start'."
  echo "postgresql://postgres:$admin_password@127.0.0.1:$(cat "$standby/port")/postgres"
}

standby_remove() {
  [[ -d $standby ]] || return 0
  if [[ -e $standby/server.pid ]]; then
    in_namespace "$inside" "$state/root" "$standby/data" "$standby_cluster" stop immediate 2>/dev/null || true
  fi
  remove_trees "$standby"
}

standby_stop() {
  standby_require_tree
  standby_remove
  admin_sql postgres <<<"DROP ROLE IF EXISTS $STANDBY_ROLE;"
  say "The replica is gone."
}

standby_command() {
  case ${1:-} in
    start | stop)
      lock
      "standby_$1"
      ;;
    url) standby_url ;;
    *) die "'standby ${1:-}' is not a command: it is start, url or stop." ;;
  esac
}
