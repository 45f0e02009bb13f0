package io.fleetline.upkeep;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Jdbi;

/** A random history of three vehicles over three days: fixes in any order, now and then a trip or a stop of the vendor's, and what people change with SQL. */
final class DriveHistory {
    static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final int SECONDS = 3 * 86_400;
    private static final int VEHICLES = 3;

    private final Jdbi jdbi;
    private final Store store;
    private final SplittableRandom random;
    private List<Fix> last = List.of();

    DriveHistory(Jdbi jdbi, Store store, SplittableRandom random) {
        this.jdbi = jdbi;
        this.store = store;
        this.random = random;
    }

    void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> push(drive());
            case 7 -> push(List.of(fix(imei(), at(), 0, random.nextInt(100)), fix(imei(), at(), 5, null)));
            case 8 -> push(last);
            case 9, 10 -> vendorTrip(imei(), at());
            case 11 -> vendorTripOfADerivedOne();
            case 12 -> vendorStop();
            case 13 -> changeAVendorTrip();
            case 14 -> deleteAVendorFact();
            case 15, 16 -> changeAFix();
            case 17 -> changeADerivedTrip();
            default -> changeASetting();
        }
    }

    private void push(List<Fix> fixes) {
        last = fixes;
        store.writer(FixTable.KIND).write(Batch.of(fixes));
    }

    /** Half an hour or so of driving and standing, of which a part may be left out, and comes late if the next drive is at the same time. */
    private List<Fix> drive() {
        var imei = imei();
        var at = at();
        var place = random.nextInt(50);
        var speed = random.nextBoolean() ? null : (Integer) random.nextInt(30);
        var fixes = new ArrayList<Fix>();
        for (var i = 0; i < 1 + random.nextInt(60); i++) {
            at = at.plusSeconds(random.nextInt(40) == 0 ? random.nextInt(900) : 1 + random.nextInt(90));
            if (random.nextInt(3) > 0) {
                place += random.nextInt(4);
            }
            if (random.nextInt(12) == 0) {
                at = at.plusSeconds(100L * random.nextInt(5));
            }
            fixes.add(fix(imei, at, place, speed));
        }
        return fixes;
    }

    /** @param place in steps of 174 m; these degrees are exact in binary */
    private Fix fix(String imei, Instant at, int place, Integer speed) {
        return new Fix(
                imei,
                at,
                -1.5 + place / 640.0,
                36.5,
                speed == null ? null : speed * 1.37, // so that no change of speed is exactly at a limit
                null,
                true,
                null,
                null,
                null,
                random.nextInt(15) == 0 ? PositionType.LBS : PositionType.GPS,
                FactSource.PUSH,
                null);
    }

    private void vendorTrip(String imei, Instant start) {
        var end = random.nextInt(5) == 0 ? null : start.plusSeconds(random.nextInt(8_000));
        store.writer(TripTable.KIND)
                .write(Batch.of(List.of(new Trip(
                        imei,
                        start,
                        end,
                        null,
                        null,
                        null,
                        null,
                        5.0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        FactSource.PUSH,
                        null))));
    }

    private void vendorTripOfADerivedOne() {
        jdbi.withHandle(handle -> handle.createQuery("""
                                SELECT imei, start_time FROM tracksolid.trips WHERE source = 'derived' ORDER BY md5(imei || start_time || :salt) LIMIT 1
                                """)
                        .bind("salt", random.nextInt())
                        .map((row, _) ->
                                new Drive(row.getString(1), row.getTimestamp(2).toInstant()))
                        .findOne())
                .ifPresent(drive -> vendorTrip(drive.imei, drive.start));
    }

    private record Drive(String imei, Instant start) {}

    private void vendorStop() {
        var start = at();
        store.writer(StopTable.KIND)
                .write(Batch.of(List.of(
                        new Stop(imei(), Stop.Kind.PARKING, start, start.plusSeconds(600), 600L, null, null, null))));
    }

    private void changeAVendorTrip() {
        byHand("""
                UPDATE tracksolid.trips t SET end_time = t.start_time + :amount * INTERVAL '10 minutes'
                FROM (SELECT imei, start_time FROM tracksolid.trips WHERE source = 'push' ORDER BY md5(imei || start_time || :salt) LIMIT 1) p
                WHERE t.imei = p.imei AND t.start_time = p.start_time
                """);
    }

    private void deleteAVendorFact() {
        byHand("""
                DELETE FROM tracksolid.trips t
                USING (SELECT imei, start_time FROM tracksolid.trips WHERE source = 'push' ORDER BY md5(imei || start_time || :salt) LIMIT 2) p
                WHERE t.imei = p.imei AND t.start_time = p.start_time AND :amount < 80
                """);
        // Not a constant condition: TimescaleDB cannot plan a deletion whose condition is false from the outset.
        byHand(
                "DELETE FROM tracksolid.parking_events WHERE source = 'poll' AND :amount + :salt % 10 + 0 * duration_s < 30");
    }

    private void changeAFix() {
        var pick =
                "(SELECT imei, gps_time FROM tracksolid.position_history ORDER BY md5(imei || gps_time || :salt) LIMIT 3)";
        if (random.nextBoolean()) {
            byHand(
                    "DELETE FROM tracksolid.position_history h USING %s p WHERE h.imei = p.imei AND h.gps_time = p.gps_time AND :amount >= 0"
                            .formatted(pick));
        } else {
            byHand("""
                    UPDATE tracksolid.position_history h SET pos_type = CASE WHEN h.pos_type = 'GPS' THEN 'WIFI' ELSE 'GPS' END, speed = :amount + 0.37
                    FROM %s p WHERE h.imei = p.imei AND h.gps_time = p.gps_time
                    """.formatted(pick));
        }
    }

    /** By somebody who does not know better. */
    private void changeADerivedTrip() {
        var pick =
                "(SELECT imei, start_time FROM tracksolid.trips WHERE source = 'derived' ORDER BY md5(imei || start_time || :salt) LIMIT 1)";
        byHand(
                random.nextBoolean()
                        ? "DELETE FROM tracksolid.trips t USING %s p WHERE t.imei = p.imei AND t.start_time = p.start_time AND :amount >= 0"
                                .formatted(pick)
                        : "UPDATE tracksolid.trips t SET distance_km = :amount FROM %s p WHERE t.imei = p.imei AND t.start_time = p.start_time"
                                .formatted(pick));
        byHand("""
                DELETE FROM tracksolid.parking_events t
                USING (SELECT imei, start_time FROM tracksolid.parking_events WHERE source = 'derived' ORDER BY md5(imei || start_time || :salt) LIMIT 1) p
                WHERE t.imei = p.imei AND t.start_time = p.start_time AND :amount > 50
                """);
    }

    private void changeASetting() {
        var names = List.of(
                "derived_stop_s",
                "derived_gap_s",
                "derived_least_m",
                "derived_moving_kmh",
                "derived_vendor_silence_h",
                "plausible_kmh",
                "derived_trips");
        var values = List.of(
                List.of(120, 300),
                List.of(100, 600),
                List.of(300, 800),
                List.of(5, 12),
                List.of(0, 3, 9),
                List.of(60, 250),
                List.of(0, 1, 1, 1));
        var setting = random.nextInt(names.size());
        var choice = values.get(setting);
        set(names.get(setting), choice.get(random.nextInt(choice.size())));
    }

    void set(String name, int value) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE reporting.kpi_settings SET value = ? WHERE name = ?", (double) value, name));
    }

    /** As at the beginning: known to the register, whose settings are those of a new database. */
    void settle() {
        set("plausible_kmh", 250);
        byHand("""
                INSERT INTO tracksolid.devices (imei) SELECT DISTINCT imei FROM tracksolid.position_history WHERE :amount + :salt >= 0
                UNION SELECT imei FROM tracksolid.trips ON CONFLICT DO NOTHING
                """);
    }

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
