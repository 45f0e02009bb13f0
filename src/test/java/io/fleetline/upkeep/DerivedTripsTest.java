package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.register.Erasure;
import io.fleetline.store.Batch;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules, by examples. A step north of 0.01 degrees is 1,111.951 m on PostGIS' sphere; in a minute that is 66.7 km/h. */
class DerivedTripsTest {
    private static final Instant NINE = Instant.parse("2026-02-01T09:00:00Z");
    private static final double STEP = 0.01;

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final SettableClock clock = SettableClock.at("2026-02-20T00:00:00Z");
    private final DerivedTrips derived = new DerivedTrips(clock);
    private Store store;
    private FollowedLog log;

    @BeforeEach
    void open() {
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, clock);
        log = new FollowedLog(database);
        follow();
    }

    @AfterEach
    void close() {
        log.close();
        store.close();
        database.close();
    }

    @Test
    void aDriveBetweenTwoStandsIsATrip() {
        stand("09:00", "09:10", 0);
        drive("09:10", 20, 0);
        stand("09:31", "09:40", 20);
        follow();
        // 20 steps of 1,111.951 m in 1,200 s; it began at the last fix of the stand and ended at the first fix of the
        // other
        assertThat(trips()).containsExactly("09:10:00 09:30:00 22239 m 1200 s 66.7 km/h");
        assertThat(rows("SELECT ST_Y(start_geom) || ' ' || ST_Y(end_geom) FROM tracksolid.trips"))
                .containsExactly("-1.5 -1.3");
        assertThat(rows("SELECT concat_ws('|', idle_time_s, max_speed_kmh, start_address, raw) FROM tracksolid.trips"))
                .containsExactly("");
    }

    @Test
    void aShortHaltBelongsToTheTripAndALongOneEndsIt() {
        drive("09:00", 5, 0);
        stand("09:06", "09:09", 5);
        drive("09:09", 5, 5);
        stand("09:15", "09:19", 10);
        drive("09:19", 5, 10);
        follow();
        // From 09:05 to 09:09 it stood for 240 s, from 09:14 to 09:19 for 300 s.
        assertThat(trips())
                .containsExactly(
                        "09:00:00 09:14:00 11120 m 840 s 47.7 km/h", "09:19:00 09:24:00 5560 m 300 s 66.7 km/h");
        assertThat(stops()).containsExactly("09:14:00 09:19:00 300 s");
    }

    @Test
    void nothingIsMadeOfASilence() {
        drive("09:00", 5, 0);
        drive("09:15:01", 5, 12);
        follow();
        // 601 s of silence, in which it came 7 steps further: no trip, and no stop, because it was found elsewhere.
        assertThat(trips())
                .containsExactly(
                        "09:00:00 09:05:00 5560 m 300 s 66.7 km/h", "09:15:01 09:20:01 5560 m 300 s 66.7 km/h");
        assertThat(stops()).isEmpty();
        jdbi.useHandle(handle ->
                handle.execute("DELETE FROM tracksolid.position_history WHERE gps_time >= '2026-02-01 09:10Z'"));
        drive("09:15", 5, 12);
        follow();
        assertThat(trips()).containsExactly("09:00:00 09:20:00 18903 m 1200 s 56.7 km/h");
    }

    @Test
    void aReceiverThatWandersOrJumpsMakesNoTrip() {
        for (var minute = 0; minute < 30; minute++) {
            fix(NINE.plusSeconds(60 * minute), (minute % 2) * 0.0004, null); // 44.5 m to and back
        }
        fix(NINE.plusSeconds(1_810), 0.5, null); // 55 km in 70 s
        fix(NINE.plusSeconds(1_820), 0, null);
        fix(NINE.plusSeconds(3_000), 0, null);
        fix(NINE.plusSeconds(3_150), 0.004, null); // 444.8 m: too short
        follow();
        assertThat(trips()).isEmpty();
        assertThat(rows("SELECT distance_mm::text FROM infrastructure.drives")).containsExactly("444780");
        fix(NINE.plusSeconds(3_190), 0.0046, null); // 66.7 m more
        follow();
        assertThat(trips()).containsExactly("09:50:00 09:53:10 511 m 190 s 9.7 km/h");
    }

    @Test
    void aReportedSpeedIsMovement() {
        for (var second = 0; second < 180; second++) {
            fix(NINE.plusSeconds(second), second * 0.00009, 36.0 + second % 3); // 10 m each second: less than the noise
        }
        follow();
        assertThat(trips()).containsExactly("09:00:00 09:02:59 1791 m 179 s 36.0 km/h");
        assertThat(rows("SELECT max_speed_kmh::text FROM tracksolid.trips")).containsExactly("38");
    }

    @Test
    void aTripUnderWayHasNoEndUntilTheVehicleStandsOrIsSilent() {
        clock.set(NINE.plusSeconds(301));
        drive("09:00", 5, 0);
        follow();
        assertThat(trips()).containsExactly("09:00:00");
        var changes = changesOfTrips();
        drive("09:05", 2, 5);
        clock.set(NINE.plusSeconds(421));
        follow();
        assertThat(trips()).containsExactly("09:00:00");
        assertThat(changesOfTrips()).as("its row has not changed").isEqualTo(changes);
        clock.set(NINE.plusSeconds(420 + 599));
        end();
        assertThat(trips()).containsExactly("09:00:00");
        clock.set(NINE.plusSeconds(420 + 600));
        end();
        assertThat(trips()).containsExactly("09:00:00 09:07:00 7784 m 420 s 66.7 km/h");
        assertThat(rows("SELECT imei || ' ' || day FROM infrastructure.touched_days GROUP BY imei, day"))
                .containsExactly("1 2026-02-01");
    }

    @Test
    void aVehicleThatIsSeenToStandHasEndedItsTrip() {
        clock.set(NINE.plusSeconds(301));
        drive("09:00", 5, 0);
        follow();
        stand("09:06", "09:09", 5);
        clock.set(NINE.plusSeconds(560));
        follow();
        assertThat(trips()).containsExactly("09:00:00");
        stand("09:10", "09:10", 5);
        clock.set(NINE.plusSeconds(601));
        follow();
        assertThat(trips()).containsExactly("09:00:00 09:05:00 5560 m 300 s 66.7 km/h");
    }

    @Test
    void theVendorsTripWinsWhenItComesLaterAndTheDerivedOneIsBackWhenItGoes() {
        drive("09:00", 10, 0);
        drive("12:00", 10, 10);
        follow();
        assertThat(trips()).hasSize(2);
        assertThat(stops()).hasSize(1);
        var changes = changesOfTrips();
        trip(NINE.plusSeconds(30), NINE.plusSeconds(630));
        follow();
        assertThat(trips()).as("derived").isEmpty();
        assertThat(stops()).isEmpty();
        assertThat(changesOfTrips())
                .as("the vendor's trip, and two that are gone")
                .isEqualTo(changes + 3);
        assertThat(rows("SELECT source || ' ' || distance_km FROM tracksolid.trips"))
                .containsExactly("push 4.2");

        sql("DELETE FROM tracksolid.trips");
        follow();
        assertThat(trips()).hasSize(2);
        assertThat(stops()).hasSize(1);
    }

    @Test
    void beforeTheVendorsFirstTripAndAWeekAfterItsLastTripsAreDerived() {
        drive("09:00", 10, 0);
        trip(NINE.plusSeconds(7_200), NINE.plusSeconds(9_000));
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT imei, gps_time + d * INTERVAL '1 day', geom, lat, lng, source FROM tracksolid.position_history, unnest(ARRAY[7, 8]) AS d
                """));
        follow();
        assertThat(
                        rows(
                                "SELECT (start_time AT TIME ZONE 'UTC')::date::text FROM tracksolid.trips WHERE source = 'derived' ORDER BY 1"))
                .containsExactly("2026-02-01", "2026-02-09");
        assertThat(
                        rows(
                                "SELECT count(*)::text FROM infrastructure.drives WHERE (start_time AT TIME ZONE 'UTC')::date = '2026-02-08'"))
                .as("the fixes of that day are not even read")
                .containsExactly("0");
    }

    @Test
    void ofTheSameKeyTheVendorsRowReplacesADerivedOneEntirely() {
        drive("09:00", 10, 0);
        drive("12:00", 10, 10);
        follow();
        trip(NINE, null);
        assertThat(rows("""
                        SELECT concat_ws(' ', source, distance_km, driving_time_s, avg_speed_kmh, end_time, ST_AsText(start_geom)) FROM tracksolid.trips ORDER BY start_time
                        """).getFirst()).isEqualTo("push 4.2");
        store.tripWindows()
                .write(
                        new PolledWindow(
                                "m", "a", Set.of("1"), new TimeSpan(NINE.minusSeconds(60), NINE.plusSeconds(40_000))),
                        Batch.of(List.of(vendorTrip(NINE.plusSeconds(10_800), null, FactSource.POLL))));
        assertThat(
                        rows(
                                "SELECT concat_ws(' ', source, distance_km, avg_speed_kmh) FROM tracksolid.trips ORDER BY start_time"))
                .containsExactly("push 4.2", "poll 4.2");
        store.writer(StopTable.KIND)
                .write(Batch.of(List.of(
                        new Stop("1", Stop.Kind.PARKING, NINE.plusSeconds(600), null, null, null, null, null))));
        assertThat(rows("SELECT concat_ws(' ', source, duration_s, lat) FROM tracksolid.parking_events"))
                .containsExactly("poll");
        follow();
        assertThat(rows("SELECT source FROM tracksolid.trips UNION ALL SELECT source FROM tracksolid.parking_events"))
                .containsExactlyInAnyOrder("push", "poll", "poll");
    }

    @Test
    void noStopIsDerivedWhereTheVendorReportsOne() {
        drive("09:00", 10, 0);
        drive("12:00", 10, 10);
        follow();
        assertThat(stops()).containsExactly("09:10:00 12:00:00 10200 s");
        sql(
                "INSERT INTO tracksolid.parking_events (imei, start_time, kind, source) VALUES ('1', '2026-02-01 09:12Z', 'parking', 'poll')");
        follow();
        assertThat(stops()).isEmpty();
        sql("DELETE FROM tracksolid.parking_events");
        follow();
        assertThat(stops()).hasSize(1);
    }

    @Test
    void lateFixesCutOnlyWhatTheyTouchAnew() {
        drive("09:00", 10, 0);
        drive("12:00", 10, 10);
        drive("15:00", 10, 20);
        follow();
        clock.advance(Duration.ofHours(1));
        stand("12:11", "12:20", 20);
        follow();
        assertThat(rows("SELECT count(*)::text FROM tracksolid.trips WHERE received_at > '2026-02-20 00:30Z'"))
                .as("it is not another trip because it is seen to stand")
                .containsExactly("0");
        sql(
                "DELETE FROM tracksolid.position_history WHERE gps_time BETWEEN '2026-02-01 12:04Z' AND '2026-02-01 12:20Z'");
        follow();
        assertThat(trips().get(1)).isEqualTo("12:00:00 12:03:00 3336 m 180 s 66.7 km/h");
        assertThat(
                        rows(
                                "SELECT to_char(start_time AT TIME ZONE 'UTC', 'HH24:MI') FROM tracksolid.trips WHERE received_at > '2026-02-20 00:30Z'"))
                .containsExactly("12:00");
    }

    @Test
    void aSettingSwitchesItOffAndOnAgain() {
        drive("09:00", 10, 0);
        drive("12:00", 10, 10);
        follow();
        setting("derived_trips", 0);
        follow();
        assertThat(
                        rows(
                                "SELECT imei FROM tracksolid.trips UNION ALL SELECT imei FROM tracksolid.parking_events UNION ALL SELECT imei FROM infrastructure.drives"))
                .isEmpty();
        drive("15:00", 10, 20);
        follow();
        assertThat(trips()).isEmpty();
        setting("derived_trips", 1);
        follow();
        assertThat(trips()).hasSize(3);
        setting("derived_least_m", 1e300);
        setting("derived_vendor_silence_h", 1e300);
        setting("derived_gap_s", -1e300);
        follow();
        assertThat(trips()).isEmpty();
    }

    @Test
    void tripsWhoseFixesHaveBeenPurgedStay() {
        drive("09:00", 10, 0);
        follow();
        var kept = trips();
        jdbi.useHandle(handle -> {
            handle.execute("SELECT drop_chunks('tracksolid.position_history', older_than => timestamptz '2026-02-02')");
            handle.execute("SELECT infrastructure.fn_follow_purge('tracksolid.position_history', '2026-02-02')");
            handle.execute("SELECT infrastructure.fn_rebuild_drives('2026-02-20')");
        });
        follow();
        assertThat(trips()).isEqualTo(kept);
        assertThat(rows("SELECT imei FROM infrastructure.drives")).isEmpty();
    }

    @Test
    void whatIsErasedIsInNoDriveEither() {
        drive("09:00", 20, 0);
        follow();
        jdbi.useTransaction(
                handle -> new Erasure(handle, true).history("1", NINE.plusSeconds(480), NINE.plusSeconds(3_600)));
        assertThat(trips()).containsExactly("09:00:00 09:07:00 7784 m 420 s 66.7 km/h");
        assertThat(rows("SELECT (end_time AT TIME ZONE 'UTC')::time::text FROM infrastructure.drives"))
                .containsExactly("09:07:00");
        jdbi.useTransaction(
                handle -> new Erasure(handle, true).history("1", NINE.minusSeconds(60), NINE.plusSeconds(3_600)));
        assertThat(rows("SELECT imei FROM infrastructure.drives UNION ALL SELECT imei FROM tracksolid.trips"))
                .isEmpty();
        follow();
        assertThat(trips()).isEmpty();
    }

    private void follow() {
        log.follow(derived);
        end();
    }

    private void end() {
        derived.endSilent(database.dataSource());
    }

    /** A fix each minute from there, both ends included, each a step further. */
    private void drive(String from, int steps, int firstStep) {
        for (var step = 0; step <= steps; step++) {
            fix(at(from).plusSeconds(60 * step), (firstStep + step) * STEP, null);
        }
    }

    /** A fix each minute at the same place, both ends included. */
    private void stand(String from, String to, int step) {
        for (var time = at(from); !time.isAfter(at(to)); time = time.plusSeconds(60)) {
            fix(time, step * STEP, null);
        }
    }

    private static Instant at(String time) {
        return Instant.parse("2026-02-01T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    private void fix(Instant time, double north, Double speed) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, source)
                VALUES ('1', ?, ST_Point(36.5, ?, 4326), ?, 36.5, ?, 'push') ON CONFLICT DO NOTHING
                """, time, -1.5 + north, -1.5 + north, speed));
    }

    private void trip(Instant start, Instant end) {
        store.writer(TripTable.KIND).write(Batch.of(List.of(vendorTrip(start, end, FactSource.PUSH))));
    }

    private static Trip vendorTrip(Instant start, Instant end, FactSource source) {
        return new Trip(
                "1", start, end, null, null, null, null, 4.2, null, null, null, null, null, null, null, null, source,
                null);
    }

    private void setting(String name, double value) {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE reporting.kpi_settings SET value = ? WHERE name = ?", value, name));
    }

    private long changesOfTrips() {
        return Long.parseLong(
                rows("SELECT coalesce(sum(cardinality(imeis)), 0)::text FROM infrastructure.changes WHERE kind = 'trips'")
                        .getFirst());
    }

    private List<String> trips() {
        return rows("""
                SELECT concat_ws(' ', to_char(start_time AT TIME ZONE 'UTC', 'HH24:MI:SS'), to_char(end_time AT TIME ZONE 'UTC', 'HH24:MI:SS'),
                                 round((distance_km * 1000)::numeric) || ' m', driving_time_s || ' s', round(avg_speed_kmh::numeric, 1) || ' km/h')
                FROM tracksolid.trips WHERE source = 'derived' ORDER BY start_time
                """);
    }

    private List<String> stops() {
        return rows("""
                SELECT concat_ws(' ', to_char(start_time AT TIME ZONE 'UTC', 'HH24:MI:SS'), to_char(end_time AT TIME ZONE 'UTC', 'HH24:MI:SS'), duration_s || ' s')
                FROM tracksolid.parking_events WHERE source = 'derived' ORDER BY start_time
                """);
    }

    private List<String> rows(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
