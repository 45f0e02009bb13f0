package io.fleetline;

import static io.fleetline.VendorBooks.alarm;
import static io.fleetline.VendorBooks.fix;
import static io.fleetline.VendorBooks.imei;
import static io.fleetline.VendorBooks.stop;
import static io.fleetline.VendorBooks.trip;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.ingest.poll.Backfill;
import io.fleetline.simulator.Fault;
import io.fleetline.store.Batch;
import io.fleetline.store.table.TripTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts that are long, late, revised, split or withdrawn at the vendor, and devices that come and go. The nightly sync is at 23:00 UTC. */
class LateReportsTest {
    private static final Instant START = Instant.parse("2026-03-11T05:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ONE = imei(1);
    private static final String OTHER = imei(2);

    private final VendorBooks books = new VendorBooks("one", "two");

    LateReportsTest() {
        books.own("one", ONE);
        books.own("two", OTHER);
        books.fixes.add(fix(ONE, START.minusSeconds(60), -1.25));
        books.fixes.add(fix(OTHER, START.minusSeconds(60), -1.25));
    }

    private Testbed bed(ListRule rule) {
        var bed = new Testbed(books, START, Testbed.polling(books.accounts(), Duration.ofDays(1)));
        rule.in(bed.simulator);
        bed.settle();
        return bed;
    }

    private static Instant hoursBefore(Instant time, int hours) {
        return time.minus(Duration.ofHours(hours));
    }

    private static void run(Testbed bed, Duration time) {
        bed.runUntil(bed.clock.instant().plus(time), STEP);
    }

    /** Three trips of an hour each, with an alarm. */
    private void addTripsOf20And15And5HoursBefore(Instant time, String imei) {
        for (int hours : List.of(20, 15, 5)) {
            var end = hoursBefore(time, hours);
            books.trips.add(trip(imei, end.minusSeconds(3600), end, 30));
            books.alarms.add(alarm(imei, "1", end));
        }
    }

    @Test
    void aDeviceFirstSeenAtTheNightlySyncGetsItsFirstLookBack() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var sync = Instant.parse("2026-03-11T23:00:00Z");
            var added = imei(3);
            bed.runUntil(sync.minus(STEP), HOUR);
            books.own("one", added);
            addTripsOf20And15And5HoursBefore(sync, added);
            books.fixes.add(fix(added, hoursBefore(sync, 20), -1.25));
            bed.runUntil(sync.plus(STEP), STEP);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    @Test
    void aDeviceThatAPartialListDisabledGetsWhatItMissed() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var second = imei(3);
            books.own("one", second);
            bed.runUntil(Instant.parse("2026-03-12T00:00:00Z"), HOUR);
            books.unlist(second);
            bed.runUntil(Instant.parse("2026-03-13T00:00:00Z"), HOUR);
            assertThat(bed.count("SELECT count(*) FROM tracksolid.devices WHERE NOT enabled"))
                    .isOne();
            books.listAll();
            var back = Instant.parse("2026-03-13T23:00:00Z");
            addTripsOf20And15And5HoursBefore(back, second);
            bed.runUntil(back, HOUR);
            run(bed, STEP);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    /** Its old account refuses the device, and still answers for the others. */
    @Test
    void aDeviceThatChangesHandsGoesOnWhereItWas() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var stays = imei(3);
            books.own("one", stays);
            bed.runUntil(Instant.parse("2026-03-12T00:00:00Z"), HOUR);
            var moved = bed.clock.instant().plusSeconds(1);
            books.own("two", ONE);
            for (var imei : List.of(ONE, stays)) {
                books.stops.add(stop(imei, Stop.Kind.PARKING, moved, moved.plusSeconds(600)));
                books.trips.add(trip(imei, moved.plusSeconds(600), moved.plusSeconds(1200), 5));
            }
            run(bed, Duration.ofHours(2));
            assertThat(books.differences(bed)).noneMatch(line -> line.contains(stays));
            bed.runUntil(Instant.parse("2026-03-13T01:00:00Z"), HOUR);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ListRule.class)
    void longAndLateOnesAreFoundByTheDailyQuestion(ListRule rule) {
        try (var bed = bed(rule)) {
            var now = START.plus(Duration.ofHours(1));
            books.trips.add(trip(ONE, now, now.plus(Duration.ofHours(13)), 800));
            books.trips.add(trip(OTHER, now, now.plusSeconds(1800), 20), now.plus(Duration.ofHours(14)));
            books.stops.add(stop(OTHER, Stop.Kind.PARKING, now, now.plus(Duration.ofHours(60))));
            books.stops.add(stop(ONE, Stop.Kind.IDLING, now, now.plusSeconds(900)), now.plus(Duration.ofHours(70)));
            books.alarms.add(alarm(ONE, "3", now), now.plus(Duration.ofHours(70)));
            bed.runUntil(START.plus(Duration.ofHours(97)), HOUR.multipliedBy(4));
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    /** 68 fixes; the vehicle is out of coverage after the first three minutes, and sends the live fix before the buffered ones. */
    @Test
    void fixesThatArriveAfterANewerOneAreFoundWithinTheHour() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var begin = START.plusSeconds(60);
            var back = begin.plusSeconds(66 * 60);
            for (int minute = 0; minute < 68; minute++) {
                var time = begin.plusSeconds(minute * 60L);
                boolean remembered = minute >= 3 && minute < 66;
                books.fixes.add(
                        fix(ONE, time, -1.25 + minute * 0.01), remembered ? back.plus(STEP.multipliedBy(4)) : time);
            }
            bed.runUntil(back.plus(Duration.ofHours(3)), STEP);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    /** The vehicle did not move: no gap in the track reveals them. */
    @Test
    void lateFixesOfAParkedVehicleAreFoundByTheDailyQuestion() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var begin = START.plusSeconds(60);
            books.fixes.add(fix(ONE, begin.plusSeconds(600), -1.25));
            books.fixes.add(fix(ONE, begin.plusSeconds(300), -1.25), begin.plus(Duration.ofHours(20)));
            bed.runUntil(START.plus(Duration.ofHours(25)), HOUR);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    private record Change(String table, String before, String after) {}

    private static List<Change> changes(Testbed bed) {
        return bed.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT fact_table, coalesce(before ->> 'distance_km', before ->> 'duration_s', before ->> 'alarm_type') AS before,
                               coalesce(after ->> 'distance_km', after ->> 'duration_s', after ->> 'alarm_type') AS after
                        FROM infrastructure.poll_changes ORDER BY fact_table, began_at
                        """)
                        .map((row, context) -> new Change(row.getString(1), row.getString(2), row.getString(3)))
                        .list());
    }

    @ParameterizedTest
    @EnumSource(ListRule.class)
    void revisedSplitAndWithdrawnOnesEndAsTheVendorHasThemAndTheChangeIsNoted(ListRule rule) {
        try (var bed = bed(rule)) {
            var at = START.plusSeconds(600);
            var revised = trip(ONE, at, at.plusSeconds(600), 10);
            var whole = trip(ONE, at.plusSeconds(1200), at.plusSeconds(2400), 20);
            var withdrawn = trip(ONE, at.plusSeconds(3000), at.plusSeconds(3600), 7);
            var shorter = stop(ONE, Stop.Kind.PARKING, at.plusSeconds(600), at.plusSeconds(1200));
            var noStop = stop(ONE, Stop.Kind.IDLING, at.plusSeconds(1300), at.plusSeconds(1500));
            var noAlarm = alarm(ONE, "9", at);
            List.of(revised, whole, withdrawn).forEach(books.trips::add);
            books.stops.add(shorter);
            books.stops.add(noStop);
            books.alarms.add(noAlarm);
            books.alarms.add(alarm(ONE, "3", at));
            run(bed, Duration.ofHours(2));
            assertThat(books.differences(bed)).isEmpty();
            assertThat(changes(bed)).isEmpty();
            bed.jdbi().useHandle(handle -> handle.execute("TRUNCATE infrastructure.touched_days"));

            var now = bed.clock.instant();
            books.trips.replace(revised, trip(ONE, at, at.plusSeconds(600), 11), now);
            books.trips.replace(whole, trip(ONE, at.plusSeconds(1200), at.plusSeconds(1700), 8), now);
            books.trips.add(trip(ONE, at.plusSeconds(1800), at.plusSeconds(2400), 12), now);
            books.trips.remove(withdrawn);
            books.stops.replace(shorter, stop(ONE, Stop.Kind.PARKING, at.plusSeconds(600), at.plusSeconds(1100)), now);
            books.stops.remove(noStop);
            books.alarms.remove(noAlarm);
            run(bed, Duration.ofHours(1));
            assertThat(books.differences(bed)).isEmpty();
            assertThat(changes(bed))
                    .containsExactly(
                            new Change("tracksolid.alarms", "9", null),
                            new Change("tracksolid.parking_events", "600", "500"),
                            new Change("tracksolid.parking_events", "200", null),
                            new Change("tracksolid.trips", "10", "11"),
                            new Change("tracksolid.trips", "20", "8"),
                            new Change("tracksolid.trips", "7", null));
            assertThat(bed.count("SELECT count(*) FROM infrastructure.touched_days WHERE day = '2026-03-11'"))
                    .isPositive();
            bed.jdbi().useHandle(handle -> handle.execute("REFRESH MATERIALIZED VIEW reporting.v_trips"));
            assertThat(bed.count("SELECT round(sum(distance_km))::int FROM reporting.v_trips"))
                    .isEqualTo(11 + 8 + 12);
            run(bed, Duration.ofHours(1));
            assertThat(changes(bed)).as("the same answer changes nothing").hasSize(6);
        }
    }

    @Test
    void aPushedTripThatThePollDoesNotKnowStaysAndOneThatItKnowsIsCorrected() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var at = START.plusSeconds(600);
            var unknown = pushed(at, at.plusSeconds(60), 1);
            var known = pushed(at.plusSeconds(600), at.plusSeconds(1200), 10);
            bed.store.writer(TripTable.KIND).write(Batch.of(List.of(unknown, known)));
            books.trips.add(trip(ONE, known.startTime(), known.endTime(), 12));
            run(bed, Duration.ofHours(2));
            List<String> trips = bed.jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            SELECT concat_ws(' ', source, distance_km, end_address, raw) FROM tracksolid.trips ORDER BY start_time
                            """).mapTo(String.class).list());
            assertThat(trips).containsExactly("push 1 Ngong Road {}", "push 12 Ngong Road {}");
        }
    }

    private static Trip pushed(Instant start, Instant end, double km) {
        return new Trip(
                ONE,
                start,
                end,
                null,
                null,
                null,
                null,
                km,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "Ngong Road",
                FactSource.PUSH,
                "{}");
    }

    @Test
    void anAnswerThatIsNoneOrPartialOrOfAnotherAccountRemovesNothing() {
        try (var bed = bed(ListRule.OVERLAP)) {
            var at = START.plusSeconds(600);
            var trip = trip(ONE, at, at.plusSeconds(600), 10);
            var stop = stop(ONE, Stop.Kind.PARKING, at, at.plusSeconds(600));
            books.trips.add(trip);
            books.stops.add(stop);
            books.alarms.add(alarm(ONE, "3", at));
            run(bed, Duration.ofHours(1));
            var before = books.differences(bed);
            assertThat(before).isEmpty();
            for (var fault : List.of(Fault.CUT_JSON, Fault.HALF_SENT, Fault.GARBAGE, Fault.BUSY, Fault.STATUS_502)) {
                bed.simulator.faults().on(fault);
                run(bed, Duration.ofMinutes(45));
                bed.simulator.faults().clear();
            }
            assertThat(books.differences(bed)).isEmpty();
            // It now belongs to another account, which the register does not know: the old one lists nothing of it, and
            // says so.
            books.own("two", ONE);
            books.trips.remove(trip);
            bed.runUntil(Instant.parse("2026-03-11T20:00:00Z"), HOUR);
            assertThat(bed.count("SELECT count(*) FROM tracksolid.trips")).isOne();
        }
    }

    /** More than a hundred trips of one device in a day, some of which cross each middle. */
    @ParameterizedTest
    @EnumSource(ListRule.class)
    void whatCrossesThePartsOfATruncatedAnswerIsFound(ListRule rule) {
        IntStream.range(0, 230)
                .mapToObj(number -> hoursBefore(START, 23).plusSeconds(number * 300L))
                .forEach(start -> books.trips.add(trip(ONE, start, start.plusSeconds(295), 2)));
        var middle = hoursBefore(START, 12);
        books.trips.add(trip(OTHER, middle.minusSeconds(9000), middle.plusSeconds(9000), 200));
        try (var bed = bed(rule)) {
            run(bed, STEP);
            assertThat(books.differences(bed)).isEmpty();
        }
    }

    /** Slices of the backfill begin every fourth day; trips and stops of three days cross all edges. */
    @ParameterizedTest
    @EnumSource(ListRule.class)
    void whatCrossesTheEdgesOfABackfillIsFound(ListRule rule) {
        for (int day = 30; day > 6; day -= 4) {
            var start = START.minus(Duration.ofDays(day));
            books.trips.add(trip(ONE, start, start.plus(Duration.ofDays(3)), 1500));
            books.stops.add(
                    stop(ONE, Stop.Kind.PARKING, start.plus(Duration.ofDays(3)), start.plus(Duration.ofDays(4))));
        }
        try (var bed = bed(rule)) {
            var span = new TimeSpan(START.minus(Duration.ofDays(31)), START.minusSeconds(60));
            var backfill = new Backfill(bed.client, bed.store, bed.clock, Duration.ofDays(4));
            backfill.plan(List.of("one"), null, span)
                    .steps()
                    .forEach(step -> step.work().run());
            assertThat(books.differences(bed)).isEmpty();
            assertThat(backfill.plan(List.of("one"), null, span).steps()).isEmpty();
        }
    }
}
