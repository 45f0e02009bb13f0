package io.fleetline.upkeep;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Trip;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.TripTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A random history of four vehicles over six days: what the store writes in any order, and what people change with SQL. The same for the same seed. */
final class TripHistory {
    static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final int SECONDS = 6 * 86_400;
    private static final int VEHICLES = 4;

    private final Jdbi jdbi;
    private final Store store;
    private final SplittableRandom random;

    TripHistory(Jdbi jdbi, Store store, SplittableRandom random) {
        this.jdbi = jdbi;
        this.store = store;
        this.random = random;
    }

    void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> store.writer(FixTable.KIND).write(Batch.of(drive()));
            case 4 -> store.writer(FixTable.KIND).write(Batch.of(List.of(fix(imei(), at()), fix(imei(), at()))));
            case 5, 6, 7 -> store.writer(TripTable.KIND).write(Batch.of(List.of(trip(), trip())));
            case 8 -> store.writer(TripTable.KIND).write(Batch.of(List.of(correctedTrip())));
            case 9 -> changeATrip();
            case 10 -> cutATripAnew();
            case 11 -> changeAFix();
            case 12 -> lateFixByHand();
            case 13 -> changeAVehicle();
            case 14 -> removeAVehicle();
            default -> changeASetting();
        }
    }

    /** Fixes of an hour or so, of which one in five is not usable. */
    private List<Fix> drive() {
        var imei = imei();
        var start = at();
        var fixes = new ArrayList<Fix>();
        for (var i = 0; i < 1 + random.nextInt(20); i++) {
            fixes.add(fix(imei, start.plusSeconds(random.nextInt(4_000))));
        }
        return fixes;
    }

    private Fix fix(String imei, Instant at) {
        return new Fix(
                imei,
                at,
                coordinate(-2),
                coordinate(36),
                (double) random.nextInt(130),
                null,
                true,
                null,
                null,
                null,
                random.nextInt(5) == 0 ? PositionType.LBS : PositionType.GPS,
                FactSource.PUSH,
                null);
    }

    /** Exact in binary and in decimal, and no whole number: Java and PostGIS print it alike. */
    private double coordinate(int degrees) {
        return degrees + (2 * random.nextInt(32) + 1) / 64.0;
    }

    private Trip trip() {
        return trip(imei(), at());
    }

    private Trip trip(String imei, Instant start) {
        var seconds = random.nextInt(20) == 0 ? 5 * 86_400 : random.nextInt(10_000);
        var end = random.nextInt(6) == 0 ? null : start.plusSeconds(seconds);
        return trip(imei, start, end);
    }

    private Trip trip(String imei, Instant start, @Nullable Instant end) {
        return new Trip(
                imei,
                start,
                end,
                null,
                null,
                null,
                null,
                random.nextInt(100_000) / 1000.0,
                end == null
                        ? null
                        : random.nextLong(Duration.between(start, end).toSeconds() + 1),
                null,
                null,
                null,
                null,
                null,
                "Mombasa Road",
                null,
                FactSource.POLL);
    }

    /** Of a trip that is there, if there is one. */
    private Trip correctedTrip() {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT imei, start_time FROM tracksolid.trips ORDER BY md5(imei || start_time || :salt) LIMIT 1")
                        .bind("salt", random.nextInt())
                        .map((row, _) ->
                                trip(row.getString(1), row.getTimestamp(2).toInstant()))
                        .findOne())
                .orElseGet(this::trip);
    }

    private void changeATrip() {
        byHand("""
                UPDATE tracksolid.trips t SET distance_km = :amount, end_time = t.start_time + :amount * INTERVAL '1 minute'
                FROM (SELECT imei, start_time FROM tracksolid.trips ORDER BY md5(imei || start_time || :salt) LIMIT 1) p
                WHERE t.imei = p.imei AND t.start_time = p.start_time
                """);
    }

    /** It goes, and another one begins some seconds earlier. */
    private void cutATripAnew() {
        byHand("""
                WITH gone AS (
                    DELETE FROM tracksolid.trips t
                    USING (SELECT imei, start_time FROM tracksolid.trips ORDER BY md5(imei || start_time || :salt) LIMIT 1) p
                    WHERE t.imei = p.imei AND t.start_time = p.start_time
                    RETURNING t.imei, t.start_time, t.end_time
                )
                INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
                SELECT imei, start_time - :amount * INTERVAL '1 second', end_time, :amount, 'poll' FROM gone WHERE :amount > 20
                ON CONFLICT DO NOTHING
                """);
    }

    private void changeAFix() {
        var pick =
                "(SELECT imei, gps_time FROM tracksolid.position_history ORDER BY md5(imei || gps_time || :salt) LIMIT 1)";
        if (random.nextBoolean()) {
            byHand(
                    "DELETE FROM tracksolid.position_history h USING %s p WHERE h.imei = p.imei AND h.gps_time = p.gps_time AND :amount >= 0"
                            .formatted(pick));
        } else {
            byHand("""
                    UPDATE tracksolid.position_history h SET pos_type = CASE WHEN h.pos_type = 'GPS' THEN 'WIFI' ELSE 'GPS' END, speed = :amount
                    FROM %s p WHERE h.imei = p.imei AND h.gps_time = p.gps_time
                    """.formatted(pick));
        }
    }

    /** Before the newest of its vehicle. */
    private void lateFixByHand() {
        byHand("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, pos_type, source)
                SELECT imei, gps_time - :amount * INTERVAL '1 minute', ST_Point(36.015625, -1.515625, 4326), -1.515625, 36.015625, :amount, 'GPS', 'push'
                FROM (SELECT imei, gps_time FROM tracksolid.position_history ORDER BY md5(imei || gps_time || :salt) LIMIT 3) p
                ON CONFLICT DO NOTHING
                """);
    }

    private void changeAVehicle() {
        byHand("""
                INSERT INTO tracksolid.devices (imei, driver_name, cost_centre, fuel_100km)
                SELECT 'v' || :salt %% %d, 'Driver ' || :amount %% 5, 'Centre ' || :amount %% 3, :amount
                WHERE :salt >= 0
                ON CONFLICT (imei) DO UPDATE SET driver_name = excluded.driver_name, cost_centre = excluded.cost_centre, fuel_100km = excluded.fuel_100km
                """.formatted(VEHICLES));
    }

    private void removeAVehicle() {
        byHand("DELETE FROM tracksolid.devices WHERE imei = 'v' || :salt %% %d AND :amount > 40".formatted(VEHICLES));
    }

    private void changeASetting() {
        byHand("""
                UPDATE reporting.kpi_settings SET
                    value = CASE name WHEN 'plausible_kmh' THEN CASE WHEN :amount < 30 THEN 60 ELSE 250 END END,
                    text_value = CASE name WHEN 'fleet_time_zone' THEN CASE WHEN :salt % 3 = 0 THEN 'Pacific/Auckland' ELSE 'Africa/Nairobi' END END
                WHERE name = CASE WHEN :salt % 2 = 0 THEN 'plausible_kmh' ELSE 'fleet_time_zone' END
                """);
    }

    /** As at the beginning: known to the register, whose settings are those of a new database. */
    void settle() {
        byHand("""
                INSERT INTO tracksolid.devices (imei) SELECT DISTINCT imei FROM tracksolid.position_history WHERE :amount + :salt >= 0
                UNION SELECT imei FROM tracksolid.trips ON CONFLICT DO NOTHING
                """);
        byHand("UPDATE reporting.kpi_settings SET value = 250 WHERE name = 'plausible_kmh' AND :amount + :salt >= 0");
        byHand("""
                UPDATE reporting.kpi_settings SET text_value = 'Africa/Nairobi' WHERE name = 'fleet_time_zone' AND :amount + :salt >= 0
                """);
    }

    /** Like someone who does not know that the roll-up needs marks. */
    private void byHand(String sql) {
        jdbi.useTransaction(handle -> {
            handle.execute("SET LOCAL fleetline.marks_touched = 'off'");
            handle.createUpdate(sql)
                    .bind("salt", random.nextInt(1_000_000))
                    .bind("amount", random.nextInt(1, 100))
                    .execute();
        });
    }

    private String imei() {
        return "v" + random.nextInt(VEHICLES);
    }

    private Instant at() {
        return START.plus(Duration.ofSeconds(random.nextInt(SECONDS)));
    }
}
