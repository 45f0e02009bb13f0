package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators' commands as they are called: their output, its streams, and their exit codes. */
class ToolsIT {
    private static final Duration ENOUGH = Duration.ofSeconds(90);
    private static final StandingFleet CLOUD = StandingFleet.withPatience();
    private static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    @AfterAll
    static void end() {
        DATABASE.close();
        CLOUD.close();
    }

    private static ServiceProcess run(int exitCode, String... command) {
        return run(exitCode, Map.of(), command);
    }

    private static ServiceProcess run(int exitCode, Map<String, String> otherwise, String... command) {
        var environment = new HashMap<>(CLOUD.environment(DATABASE.url()));
        environment.put("FLEETLINE_ACTOR", "ann");
        environment.putAll(otherwise);
        try (var process = ServiceProcess.start(environment, command)) {
            assertThat(process.exitCode(ENOUGH)).as(process.output()).isEqualTo(exitCode);
            assertThat(process.output()).doesNotContain("\tat ");
            return process;
        }
    }

    private String list(String text) throws IOException {
        return Files.writeString(folder.resolve("drivers.csv"), text).toString();
    }

    private static List<String> rows(String sql) {
        return DATABASE.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @ParameterizedTest
    @CsvSource({"import-drivers", "audit-drivers", "purge", "refresh", "replay-dead-letters", "erase-driver"})
    void eachExplainsItself(String command) {
        assertThat(run(0, command, "--help").stdout())
                .startsWith("Usage: fleetline " + command)
                .contains("Exit codes: 0 ");
    }

    @Test
    void aDriverIsErasedAndTheNameIsNotNoted() {
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO tracksolid.devices (imei, driver_name) VALUES ('869', 'Wanjiku Otieno')"));
        assertThat(run(0, "erase-driver", "Wanjiku Otieno").stdout())
                .contains("tracksolid.devices", "dry run: --apply would erase, 1 rows");
        assertThat(run(0, "erase-driver", "Wanjiku Otieno", "--apply").stdout()).contains("erased, 1 rows");
        assertThat(rows("SELECT driver_name FROM tracksolid.devices WHERE imei = '869'"))
                .containsExactly((String) null);
        assertThat(rows("SELECT concat_ws(' ', actor, subject, details::text) FROM infrastructure.audit_log"
                        + " WHERE action = 'erase-driver'"))
                .singleElement()
                .asString()
                .startsWith("ann a driver, name withheld")
                .doesNotContain("Wanjiku");
        run(3, "erase-driver", "Wanjiku Otieno");
        assertThat(run(2, "erase-driver", "Wanjiku", "--imei", "869").stderr()).contains("must be given together");
    }

    @Test
    void aListIsShownThenAppliedAndNoted() throws IOException {
        DATABASE.jdbi().useHandle(handle -> handle.execute("INSERT INTO tracksolid.devices (imei) VALUES ('861')"));
        var list = list("imei,driver\n861,Zoë\n");
        assertThat(run(0, "import-drivers", list).stdout())
                .contains("driver_name    (none) → Zoë")
                .contains("fleetline: dry run: 1 of 1 vehicles would change");
        assertThat(rows("SELECT driver_name FROM tracksolid.devices WHERE imei = '861'"))
                .containsExactly((String) null);
        assertThat(run(0, "import-drivers", list, "--apply").stdout()).contains("fleetline: 1 of 1 vehicles changed");
        assertThat(rows("SELECT driver_name FROM tracksolid.devices WHERE imei = '861'"))
                .containsExactly("Zoë");
        assertThat(
                        rows(
                                "SELECT concat_ws(' ', actor, subject, details ->> 'values_changed') FROM infrastructure.audit_log WHERE action = 'import-drivers'"))
                .containsExactly("ann drivers.csv 1");
        assertThat(run(3, "import-drivers", list("imei,driver\n862,Zoë\n")).stdout())
                .contains("line 2: '862' is unknown");
    }

    @Test
    void aTokenForACostCentreOfNobodyIsMadeWithAWarning() {
        DATABASE.jdbi()
                .useHandle(handle ->
                        handle.execute("INSERT INTO tracksolid.devices (imei, cost_centre) VALUES ('881', 'North')"));
        var said =
                run(0, "token", "create", "t", "--cost-centre=North", "--cost-centre=Nosuch", "--cost-centre= North ");
        assertThat(said.stdout().strip()).matches("flt_[A-Za-z0-9_-]{43}");
        assertThat(said.stderr().lines())
                .containsExactly(
                        "fleetline: warning: no vehicle has the cost centre 'Nosuch'; the token shows no vehicles of it until one has");
        assertThat(rows("SELECT cost_centres::text FROM infrastructure.access_tokens WHERE name = 't'"))
                .containsExactly("{North,Nosuch}");
        assertThat(run(2, "token", "create", "u", "--cost-centre= ").stderr())
                .isEqualTo("fleetline: --cost-centre must not be blank\n");
    }

    @Test
    void aTokenMayGetRights() {
        run(0, "token", "create", "hospital", "--right=events");
        run(0, "token", "create", "control", "--right=events", "--right=dispatch");
        run(0, "token", "create", "school", "--right=events", "--cost-centre=North");
        run(0, "token", "create", "boss", "--right=admin");
        assertThat(rows("""
                        SELECT concat_ws(' ', name, rights, cost_centres) FROM infrastructure.access_tokens
                        WHERE name IN ('hospital', 'control', 'school', 'boss') ORDER BY id"""))
                .as("one that only sends events shows no vehicles")
                .containsExactly(
                        "hospital {events} {}", "control {events,dispatch}", "school {events} {North}", "boss {admin}");
        assertThat(run(0, "token", "list").stdout().lines())
                .anyMatch(line -> line.matches("hospital +good .* events +none"))
                .anyMatch(line -> line.matches("control +good .* events, dispatch +all"));
        assertThat(run(2, "token", "create", "v", "--right=write").stderr())
                .isEqualTo("fleetline: --right must be one of events, dispatch, admin, but is 'write'\n");
    }

    @Test
    void aBadListChangesNothing() throws IOException {
        var said = run(1, "import-drivers", "--apply", list("imei,fuel\n871,much\n871,1\n871,2\n"));
        assertThat(said.stdout()).isEmpty();
        assertThat(said.stderr().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("fleetline: "))
                .last()
                .asString()
                .endsWith("2 faults; nothing was changed");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        assertThat(run(2, "import-drivers", folder.toString()).stderr())
                .isEqualTo("fleetline: %s is not a file%n".formatted(folder));
        assertThat(run(2, "import-drivers", folder.resolve("x") + "").stderr()).contains("/x does not exist");
        assertThat(run(2, "import-drivers", list("imei,shoe\n1,2\n")).stderr())
                .contains("line 1: column 2 'shoe' is unknown");
        assertThat(run(2, "import-drivers").stderr()).contains("FILE.csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            purge --api-log-days 3           | --api-log-days, --dead-letter-days: 3 days are too few: at least 7, or 0 to keep all
            purge --dead-letter-days many    | --dead-letter-days
            audit-drivers --format xml       | --format
            audit-drivers --account nobody   | TRACKSOLID_TARGETS does not name the account 'nobody'
            replay-dead-letters --since then | --since must be a day
            """)
    void anOptionThatMakesNoSenseIsNamed(String command, String said) {
        assertThat(run(2, command.split(" ")).stderr().lines())
                .singleElement()
                .asString()
                .startsWith("fleetline: ")
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({"import-drivers,--apply", "purge,", "audit-drivers,", "replay-dead-letters,"})
    void aLoginWithoutRightsIsToldInOneLine(String command, String option) throws IOException {
        var list = list("imei,driver\n861,Eve\n");
        try (var login = new TemporaryLogin(DATABASE, "")) {
            var arguments =
                    command.equals("import-drivers") ? new String[] {command, option, list} : new String[] {command};
            assertThat(run(2, Map.of("DATABASE_URL", login.url()), arguments)
                            .stderr()
                            .lines())
                    .singleElement()
                    .asString()
                    .startsWith("fleetline: ")
                    .contains("permission denied");
        }
        assertThat(rows("SELECT imei FROM tracksolid.devices WHERE driver_name = 'Eve'"))
                .isEmpty();
    }

    @Test
    void anAuditTellsByItsExitCode() {
        try (var fresh = TestDatabase.create()) {
            var there = Map.of("DATABASE_URL", fresh.url());
            var found = run(3, there, "audit-drivers", "--format", "csv");
            assertThat(found.stdout().lines())
                    .hasSize(1 + StandingFleet.VEHICLES)
                    .startsWith("imei,vehicle_number,field,vendor,database,finding")
                    .last()
                    .asString()
                    .endsWith(",,listed,,missing-in-database");
            CLOUD.simulator().faults().set(Fault.STATUS_502, "demo-mombasa");
            try {
                var cut = run(1, there, "audit-drivers");
                assertThat(cut.stderr()).contains("fleetline: account demo-mombasa was skipped: jimi.user.device.list");
                assertThat(cut.stdout().lines())
                        .as(cut.stderr())
                        .hasSize(1 + StandingFleet.VEHICLES * 2 / 3)
                        .noneMatch(line -> CLOUD.imeis("demo-mombasa").stream().anyMatch(line::contains));
            } finally {
                CLOUD.simulator().faults().clear();
            }
        }
    }

    @Test
    void aRefreshRepairsTheKeptTrips() {
        run(0, "refresh", "--full");
        var trips = rows("SELECT count(*)::text FROM reporting.trips").getFirst();
        DATABASE.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO reporting.trips (imei, start_time, end_time, day) VALUES ('none', '2026-01-01Z', '2026-01-01Z', '2026-01-01')
                """));
        assertThat(run(0, "refresh").stdout())
                .startsWith(trips + " trips, of which 1 differed from the facts and were repaired");
        assertThat(rows("SELECT count(*)::text FROM reporting.trips")).containsExactly(trips);
    }

    @Test
    void aPurgeCountsThenDeletes() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.dead_letters (received_at, source, reason, payload) VALUES (now() - interval '200 days', 'push', 'bad', 'x')
                """));
        assertThat(deadLetters(run(0, "purge", "--dry-run"))).matches("infrastructure.dead_letters +\\S+ +1");
        assertThat(rows("SELECT payload FROM infrastructure.dead_letters")).containsExactly("x");
        assertThat(deadLetters(run(0, "purge"))).matches("infrastructure.dead_letters +\\S+ +1");
        assertThat(rows("SELECT payload FROM infrastructure.dead_letters")).isEmpty();
        assertThat(
                        rows(
                                "SELECT concat_ws(' ', actor, subject, details ->> 'rows') FROM infrastructure.audit_log WHERE action = 'purge'"))
                .containsExactly("ann infrastructure.dead_letters 1");
    }

    private static String deadLetters(ServiceProcess purge) {
        return purge.stdout()
                .lines()
                .filter(line -> line.startsWith("infrastructure.dead_letters"))
                .findFirst()
                .orElseThrow();
    }
}
