package io.fleetline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import io.fleetline.settings.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A benchmark empties tables: it must refuse the fleet's database. */
class BenchDatabaseTest {
    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void aFleetsHistory() {
        System.setProperty("DATABASE_URL", database.url());
        System.setProperty("JIMI_WEBHOOK_TOKEN", "secret");
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
                VALUES ('a', now(), 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 'poll')
                """));
    }

    @AfterEach
    void close() {
        System.clearProperty("DATABASE_URL");
        System.clearProperty("JIMI_WEBHOOK_TOKEN");
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench poll",
                "bench push --port 1",
                "bench push-table --port 1 --service-pid 1",
                "bench read-table --port 1 --small-port 1"
            })
    void everyBenchmarkRefusesADatabaseThatWasNotMadeForIt(String command) {
        var line = Fleetline.commandLine(command.split(" ")).setExecutionExceptionHandler((problem, _, _) -> {
            assertThat(problem)
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining(database.name())
                    .hasMessageContaining("scripts/bench");
            return 99;
        });
        assertThat(line.execute(command.split(" "))).isEqualTo(99);
        assertThat(fixes()).isEqualTo(1);
    }

    @Test
    void theMarkThatTheScriptSetsIsTheOneThatIsAskedFor() throws IOException {
        assertThat(Files.readString(Path.of("scripts/lib/workbench.sh")))
                .contains("BENCH_MARK=\"" + BenchDatabase.MARK + "\"");
        var url = io.fleetline.database.DatabaseUrl.parse(database.url());
        assertThatThrownBy(() -> BenchDatabase.check(url)).isInstanceOf(BadSetting.class);
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "COMMENT ON DATABASE %s IS '%s'".formatted(database.name(), BenchDatabase.MARK)));
        BenchDatabase.check(url);
    }

    private long fixes() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM tracksolid.position_history")
                        .mapTo(Long.class)
                        .one());
    }
}
