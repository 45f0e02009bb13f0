package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** {@code migrate}, concurrently with itself and after psql. */
class MigrateIT {
    private static final Duration ENOUGH = Duration.ofSeconds(180);

    @Test
    void ofThreeAtOnceOneMigrates() throws Exception {
        try (var database = TestDatabase.empty()) {
            var environment = Map.of("DATABASE_URL", database.url());
            var all = Stream.generate(() -> ServiceProcess.start(environment, "migrate"))
                    .limit(3)
                    .toList();
            try {
                assertThat(all)
                        .allSatisfy(one -> assertThat(one.exitCode(ENOUGH)).isZero());
                assertThat(all).allSatisfy(one -> assertThat(one.stderr()).isEmpty());
                assertThat(all.stream().map(ServiceProcess::stdout).filter(said -> said.contains(" 0 migrations")))
                        .hasSize(2);
            } finally {
                all.forEach(ServiceProcess::close);
            }
            assertThat(ledger(database.jdbi())).isEqualTo(files());
        }
    }

    @Test
    void goesOnWhereSomebodyBeganByHand() throws Exception {
        try (var database = TestDatabase.empty()) {
            var byHand = files().subList(0, 2);
            for (var file : byHand) {
                runByHand(database, file);
            }
            try (var migrate = ServiceProcess.start(Map.of("DATABASE_URL", database.url()), "migrate")) {
                assertThat(migrate.exitCode(ENOUGH)).as(migrate.output()).isZero();
            }
            assertThat(ledger(database.jdbi())).isEqualTo(files());
        }
    }

    @Test
    void aStoragePolicyThatCannotBeAppliedIsSaidAtEachRun() {
        try (var database = TestDatabase.create()) {
            database.jdbi().useHandle(handle -> handle.execute("""
                    INSERT INTO infrastructure.storage_policies (hypertable, segment_by, order_by) VALUES ('tracksolid.alarmz', 'imei', 'x')
                    """));
            for (int run = 1; run <= 2; run++) {
                try (var migrate = ServiceProcess.start(Map.of("DATABASE_URL", database.url()), "migrate")) {
                    assertThat(migrate.exitCode(ENOUGH)).as(migrate.output()).isEqualTo(1);
                    assertThat(migrate.stdout()).contains(" 0 migrations applied");
                    assertThat(migrate.stderr())
                            .contains("not its storage policies: tracksolid.alarmz: ", "which is no hypertable");
                }
            }
        }
    }

    /** As psql does: the connecting user, no transaction around the file. */
    private static void runByHand(TestDatabase database, String file) throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(Files.readString(Path.of("migrations", file)));
        }
    }

    private static List<String> ledger(Jdbi database) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT file FROM tracksolid.schema_migrations ORDER BY file COLLATE \"C\"")
                .mapTo(String.class)
                .list());
    }

    private static List<String> files() throws IOException {
        try (var files = Files.list(Path.of("migrations"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }
}
