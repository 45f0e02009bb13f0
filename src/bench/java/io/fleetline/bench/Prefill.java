package io.fleetline.bench;

import io.fleetline.clock.FleetClock;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Fills position_history with fixes of the same fleet, over today and the days before; none has a time of whole seconds. */
final class Prefill {
    private static final int DAYS = 30;
    private static final int SESSIONS = 2;
    private static final int MILLIS = 500;
    private static final int MILLIS_OF_FIRST = 700;

    private static final String DAY = """
            INSERT INTO tracksolid.position_history
                (imei, gps_time, geom, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type,
                 source, received_at)
            SELECT '356307' || lpad(vehicle::text, 9, '0'), at, ST_SetSRID(ST_MakePoint(36.5, -1.25), 4326), -1.25, 36.5, 42,
                   117, true, 9, 1687, 48213.177, 'GPS', 'push', at
            FROM generate_series(1, %1$d) AS step,
                 LATERAL (SELECT '%3$s'::date::timestamptz + (step - 0.5) / %1$d * INTERVAL '23 hours' AS roughly) AS r,
                 LATERAL (SELECT date_trunc('second', roughly) + INTERVAL '%4$d milliseconds' AS at) AS t,
                 generate_series(0, %2$d - 1) AS vehicle
            """;

    private final DataSource database;

    Prefill(DataSource database) {
        this.database = database;
    }

    /** Makes the chunks first, so that two sessions do not wait for each other; then leaves the database at rest. */
    void fill(long rows, int vehicles) throws Exception {
        var today = LocalDate.ofInstant(
                FleetClock.machine().instant(), ZoneOffset.UTC); // once: midnight may pass meanwhile
        for (var day = 0; day < DAYS; day++) {
            run("SET TIME ZONE 'UTC'; " + DAY.formatted(1, 1, today.minusDays(day), MILLIS_OF_FIRST)
                    + "ON CONFLICT DO NOTHING");
        }
        var stepsADay = Math.toIntExact(rows / vehicles / DAYS);
        try (var sessions = Executors.newFixedThreadPool(SESSIONS)) {
            List<Future<?>> days = new ArrayList<>();
            for (var day = 0; day < DAYS && stepsADay > 0; day++) {
                var sql = DAY.formatted(stepsADay, vehicles, today.minusDays(day), MILLIS);
                days.add(sessions.submit(() -> {
                    run("SET TIME ZONE 'UTC'; SET synchronous_commit = off; " + sql);
                    return null;
                }));
            }
            for (var day : days) {
                day.get();
            }
        }
        run("VACUUM ANALYZE tracksolid.position_history");
        run("CHECKPOINT");
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
