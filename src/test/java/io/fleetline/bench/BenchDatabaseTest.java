package io.fleetline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.settings.BadSetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A benchmark empties tables: it must refuse the fleet's database. */
class BenchDatabaseTest {
    private static TestDatabase database;

    @BeforeAll
    static void aFleetsHistory() {
        database = TestDatabase.create();
        System.setProperty("DATABASE_URL", database.url());
        System.setProperty("JIMI_WEBHOOK_TOKEN", "secret");
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
                VALUES ('a', now(), 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 'poll')
                """));
    }

    @AfterAll
    static void close() {
        System.clearProperty("DATABASE_URL");
        System.clearProperty("JIMI_WEBHOOK_TOKEN");
        database.close();
    }

    @ParameterizedTest
    @MethodSource("commands")
    @Timeout(120) // seconds: one that is let through may serve for ever
    void everyBenchmarkRefusesADatabaseThatWasNotMadeForIt(List<String> command) {
        var said = new StringWriter();
        var line = Bench.commandLine().setErr(new PrintWriter(said, true));
        assertThat(line.execute(command.toArray(String[]::new))).isEqualTo(BadSetting.EXIT_CODE);
        assertThat(said.toString()).contains(database.name(), "scripts/bench");
        assertThat(fixes()).isEqualTo(1);
    }

    /** All that there are, each with the options that it insists on. */
    static Stream<List<String>> commands() {
        return Bench.commandLine().getSubcommands().values().stream().map(BenchDatabaseTest::called);
    }

    private static List<String> called(CommandLine command) {
        var words = new ArrayList<>(List.of(command.getCommandName()));
        for (var option : command.getCommandSpec().options()) {
            if (option.required()) {
                words.addAll(List.of(option.longestName(), "1"));
            }
        }
        return words;
    }

    @Test
    void theMarkThatTheScriptSetsIsTheOneThatIsAskedFor() throws IOException {
        assertThat(Files.readString(Path.of("scripts/lib/bench/workbench.sh")))
                .contains("BENCH_MARK=\"" + BenchDatabase.MARK + "\"");
        var url = DatabaseUrl.parse(database.url());
        assertThatThrownBy(() -> BenchDatabase.check(url)).isInstanceOf(BadSetting.class);
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "COMMENT ON DATABASE %s IS '%s'".formatted(database.name(), BenchDatabase.MARK)));
        BenchDatabase.check(url);
        database.jdbi()
                .useHandle(handle -> handle.execute("COMMENT ON DATABASE %s IS NULL".formatted(database.name())));
    }

    private long fixes() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM tracksolid.position_history")
                        .mapTo(Long.class)
                        .one());
    }
}
