package io.fleetline.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the equator, where a hundredth of a degree is 1,113.19 m. */
class DispatcherTest {
    private static final EventsBed BED = new EventsBed();
    private static final LogPosition NOWHERE = new LogPosition("00000000", 1, 1);
    private static final List<String> ANY = List.of("moving", "idle", "parked");

    @AfterAll
    static void close() {
        BED.close();
    }

    @BeforeEach
    void empty() {
        BED.sql("DELETE FROM events.dispatches");
        BED.sql("DELETE FROM events.events");
        BED.sql("DELETE FROM events.dedupe");
        BED.sql("DELETE FROM tracksolid.live_positions");
        BED.sql("DELETE FROM tracksolid.devices");
        BED.sql("DELETE FROM tracksolid.geofences");
    }

    private static void vehicle(String imei, double lng, int speedKmh, boolean ignition, int fixAgeS) {
        BED.database.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO tracksolid.devices (imei) VALUES (?)", imei);
            handle.execute("""
                    INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, acc_status, source, gps_time)
                    VALUES (?, ?, 0, ST_Point(?, 0, 4326), ?, ?, 'push', timestamptz '2026-05-30 12:00Z' - make_interval(secs => ?))""", imei, lng, lng, speedKmh, ignition, fixAgeS);
        });
    }

    private static UUID emergency(String location) {
        return BED.keep("health", "{'alert': 'emergency', 'location': '%s'}".formatted(location), null)
                .derived()
                .getFirst();
    }

    private static void dispatch(List<String> statuses, UUID... events) {
        var dispatcher = new Dispatcher(BED.store, new DispatchSettings(statuses, 50), () -> EventsBed.NOON);
        try (var connection = BED.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            dispatcher.apply(connection, List.of(change(events)));
            connection.commit();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change change(UUID... events) {
        var touched = new ArrayList<Touched>();
        for (var event : events) {
            touched.add(new Touched("transport", EventsBed.NOON, EventsBed.NOON, event.toString()));
        }
        return new Change(NOWHERE, EventsBed.NOON, "event", false, touched);
    }

    private static List<String> dispatches() {
        return BED.rows(
                "SELECT concat_ws(' ', imei, state, round(distance_m::numeric, 1), fix_age_s) FROM events.dispatches ORDER BY distance_m");
    }

    private static List<String> reasons() {
        return BED.rows("""
                SELECT concat_ws(' ', payload ->> 'reason', payload ->> 'location', explanation ->> 'rule', depth, origin)
                FROM events.events WHERE payload ->> 'action' = 'no_vehicle_dispatched' ORDER BY seq""");
    }

    @Test
    void theNearestFreeVehicleIsSentAndTheNextOneForTheNextEmergency() {
        vehicle("near", 36.01, 0, false, 20);
        vehicle("far", 36.02, 50, true, 5);
        var first = emergency("0,36");
        var second = emergency("0,36");
        var third = emergency("0,36");
        dispatch(ANY, first, second, third);
        assertThat(dispatches()).containsExactly("near assigned 1113.2 20", "far assigned 2226.4 5");
        assertThat(reasons()).containsExactly("no_free_vehicle_in_reach 0,36 dispatch_nearest_vehicle 2 health");
        dispatch(ANY, third, second, first);
        assertThat(dispatches()).as("told again").hasSize(2);
        assertThat(reasons()).hasSize(1);
    }

    @Test
    void neitherSilentNorDisabledNorHiddenNorDistantOnesAreSent() {
        vehicle("silent", 36.001, 0, false, 86_400);
        vehicle("disabled", 36.002, 0, false, 1);
        vehicle("hidden", 36.003, 0, false, 1);
        vehicle("driving", 36.004, 60, true, 1);
        vehicle("distant", 36.45, 0, false, 1); // 50.09 km
        vehicle("reached", 36.44, 0, false, 1); // 48.98 km
        BED.sql("UPDATE tracksolid.devices SET enabled = false WHERE imei = 'disabled'");
        BED.sql("UPDATE tracksolid.devices SET cost_centre = 'Private' WHERE imei = 'hidden'");
        BED.sql("INSERT INTO reporting.excluded_cost_centres VALUES ('Private', 'x') ON CONFLICT DO NOTHING");
        dispatch(List.of("idle", "parked"), emergency("0,36"), emergency("0,36"));
        assertThat(BED.rows("SELECT imei FROM events.dispatches")).containsExactly("reached");
    }

    @Test
    void aPlaceIsFoundByItsName() {
        vehicle("near", 36.01, 0, false, 20);
        BED.sql(
                "INSERT INTO tracksolid.geofences (fence_id, fence_name, geom) VALUES ('1', 'Uhuru Park', ST_MakeEnvelope(35, -1, 37, 1, 4326))");
        dispatch(ANY, emergency("uhuru park "), emergency("Nowhere"), emergency(" "));
        assertThat(dispatches()).containsExactly("near assigned 1113.2 20");
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "unknown_place Nowhere dispatch_nearest_vehicle 2 health",
                        "no_usable_location   dispatch_nearest_vehicle 2 health");
    }

    @Test
    void aVehicleIsFreeAgainWhenItsDispatchHasEnded() {
        vehicle("only", 36.01, 0, false, 20);
        dispatch(ANY, emergency("0,36"));
        for (var state : List.of("acknowledged", "done")) {
            BED.sql("UPDATE events.dispatches SET state = '%s' WHERE state <> 'done'".formatted(state));
            dispatch(ANY, emergency("0,36"));
        }
        assertThat(BED.rows("SELECT state FROM events.dispatches ORDER BY state"))
                .containsExactly("assigned", "done");
        assertThat(reasons()).hasSize(1);
    }

    @Test
    void emergenciesAtTheSameTimeNeverGetTheSameVehicle() throws Exception {
        for (var i = 1; i <= 12; i++) {
            vehicle("v" + i, 36 + i / 1000.0, 0, false, 1);
        }
        var together = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (var i = 0; i < 8; i++) {
                var events = new UUID[] {emergency("0,36"), emergency("0,36")};
                all.add(callers.submit(() -> {
                    together.await();
                    dispatch(ANY, events);
                    return null;
                }));
            }
            together.countDown();
            for (var one : all) {
                one.get();
            }
        }
        assertThat(BED.rows("SELECT imei FROM events.dispatches")).hasSize(12).doesNotHaveDuplicates();
        assertThat(reasons()).hasSize(4);
        assertThat(
                        BED.rows(
                                "SELECT count(*) FROM infrastructure.audit_log WHERE action = 'dispatch assigned' AND subject IN (SELECT id::text FROM events.dispatches)"))
                .containsExactly("12");
    }
}
