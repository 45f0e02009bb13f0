package io.fleetline.bench;

import io.fleetline.bench.load.Load;
import io.fleetline.bench.load.LoadGenerator;
import io.fleetline.bench.load.LoadResult;
import io.fleetline.clock.FleetClock;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;

/**
 * One load, sent and accounted for.
 *
 * @param cpu processor time of all three while it lasted, warm-up included
 */
record PushRun(String name, Load load, LoadResult result, ProcessorTime cpu, PushBooks books) {
    /** The fleet's time runs faster than ours: it begins so long ago. */
    private static final Duration BEHIND = Duration.ofHours(36);

    static final String HEAD = """
            | load | items/s | requests/s | p50 ms | p99 ms | p99.9 ms | CPU µs an item: generator, service, database |
            |---|---|---|---|---|---|---|""";

    /** What one load is, of all that may differ. */
    record Shape(
            String name, int itemsPerRequest, int connections, double requestsPerSecond, int warmUpS, int measuredS) {}

    static PushRun of(Jdbi jdbi, PushTarget target, String token, Shape shape) throws IOException {
        var load = new Load(
                target.address(),
                token,
                target.json(),
                target.vehicles(),
                shape.itemsPerRequest(),
                shape.connections(),
                shape.requestsPerSecond(),
                target.mixture(),
                firstFix(jdbi),
                Duration.ofSeconds(shape.warmUpS()),
                Duration.ofSeconds(shape.measuredS()));
        var opening = PushBooks.open(jdbi, load.firstFix());
        var before = ProcessorTime.now(target.servicePid());
        var result = LoadGenerator.run(load);
        var cpu = ProcessorTime.now(target.servicePid()).since(before);
        return new PushRun(shape.name(), load, result, cpu, PushBooks.close(jdbi, opening, result));
    }

    /** After every fix of an earlier load; others may be polled meanwhile. */
    private static Instant firstFix(Jdbi jdbi) {
        var newest = jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT max(gps_time) FROM tracksolid.live_positions WHERE imei LIKE '356307%'""").mapTo(Timestamp.class).findOne());
        return newest.map(time -> time.toInstant().plusSeconds(1))
                .orElseGet(() -> FleetClock.machine().instant().minus(BEHIND))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.1f | %.1f | %.1f | %.1f, %.1f, %.1f |",
                name,
                result.itemsPerSecond(),
                result.requestsPerSecond(),
                result.latencyMs(50),
                result.latencyMs(99),
                result.latencyMs(99.9),
                microsAnItem(cpu.ourselves()),
                microsAnItem(cpu.service()),
                microsAnItem(cpu.database()));
    }

    private double microsAnItem(long nanos) {
        return nanos / 1e3 / result.sent();
    }
}
