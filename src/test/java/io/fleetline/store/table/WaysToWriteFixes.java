package io.fleetline.store.table;

import io.fleetline.database.DatabaseUrl;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Not a test but a measurement, run by name only: {@code FLEETLINE_MEASURE=1 ./mvnw test -Dtest=WaysToWriteFixes} writes new fixes into
 * position_history of DATABASE_URL, as filled as it is, in each of the possible ways.
 */
@EnabledIfEnvironmentVariable(named = "FLEETLINE_MEASURE", matches = "1")
class WaysToWriteFixes {
    private static final int VEHICLES = 1_000;
    private static final int ROWS = 300_000;

    private static final String FROM_STAGING = """
            INSERT INTO tracksolid.position_history SELECT * FROM %s ON CONFLICT DO NOTHING RETURNING imei, gps_time, ''
            """;

    private Instant next = Instant.now().truncatedTo(ChronoUnit.DAYS).plusMillis(100);

    private interface Way {
        void write(Connection connection, List<Fix> fixes, Instant now) throws SQLException;
    }

    @Test
    void measure() throws Exception {
        report("warm-up", 2_000, 2, FixTable::insertUnlessKnown);
        for (var batch : List.of(500, 4_000)) {
            for (var sessions : List.of(1, 2)) {
                report("unnest, on conflict", batch, sessions, FixTable::insertUnlessKnown);
                report("COPY to temporary table, on conflict", batch, sessions, this::throughTemporary);
                report("COPY to unlogged table, on conflict", batch, sessions, this::throughUnlogged);
                report("COPY straight", batch, sessions, FixCopy::copy);
            }
        }
    }

    private void throughTemporary(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE IF NOT EXISTS staged_fixes
                        (LIKE tracksolid.position_history) ON COMMIT DELETE ROWS
                    """);
            FixCopy.copyInto("staged_fixes", connection, fixes, now);
            FactKey.readAll(statement.executeQuery(FROM_STAGING.formatted("staged_fixes")));
        }
    }

    private void throughUnlogged(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        var table = "staged_" + Thread.currentThread().threadId();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE UNLOGGED TABLE IF NOT EXISTS %s (LIKE tracksolid.position_history)".formatted(table));
            FixCopy.copyInto(table, connection, fixes, now);
            FactKey.readAll(statement.executeQuery(FROM_STAGING.formatted(table)));
            statement.execute("TRUNCATE " + table);
        }
    }

    private void report(String name, int batch, int sessions, Way way) throws Exception {
        var batches = batches(batch);
        List<Connection> connections = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(sessions)) {
            for (var session = 0; session < sessions; session++) {
                connections.add(connect());
            }
            var cpu = databaseCpuS();
            var began = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (var session = 0; session < sessions; session++) {
                var mine = IntStream.iterate(session, i -> i < batches.size(), i -> i + sessions)
                        .mapToObj(batches::get)
                        .toList();
                var connection = connections.get(session);
                all.add(threads.submit(() -> {
                    write(connection, mine, way);
                    return null;
                }));
            }
            for (var one : all) {
                one.get();
            }
            var seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %.0f | %.1f |%n",
                    name,
                    batch,
                    sessions,
                    ROWS / seconds,
                    (databaseCpuS() - cpu) / ROWS * 1e6);
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static Connection connect() throws SQLException {
        var url = DatabaseUrl.parse(System.getenv("DATABASE_URL"));
        var connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void write(Connection connection, List<List<Fix>> batches, Way way) throws SQLException {
        for (var batch : batches) {
            way.write(connection, batch, Instant.now());
            connection.commit();
        }
    }

    private List<List<Fix>> batches(int size) {
        var fixes = IntStream.range(0, ROWS)
                .mapToObj(i -> fix(i % VEHICLES, next.plusSeconds(i / VEHICLES)))
                .toList();
        next = next.plusSeconds(ROWS / VEHICLES);
        return IntStream.range(0, ROWS / size)
                .mapToObj(i -> fixes.subList(i * size, (i + 1) * size))
                .toList();
    }

    private static Fix fix(int vehicle, Instant time) {
        return new Fix(
                "356307%09d".formatted(vehicle),
                time,
                -1.292_123,
                36.821_945,
                42.0,
                117.0,
                true,
                9,
                1687.0,
                48213.177,
                PositionType.GPS,
                FactSource.PUSH,
                null);
    }

    private static double databaseCpuS() {
        return ProcessHandle.allProcesses()
                        .map(ProcessHandle::info)
                        .filter(info -> info.command().orElse("").endsWith("/postgres"))
                        .mapToLong(info -> info.totalCpuDuration()
                                .map(java.time.Duration::toNanos)
                                .orElse(0L))
                        .sum()
                / 1e9;
    }
}
