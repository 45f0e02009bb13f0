package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pollers against the simulated cloud, over HTTP, into a real database. */
class PollingTest {
    private static final Instant MORNING = Instant.parse("2026-03-11T05:00:00Z");

    private static List<String> imeis(Testbed bed, String where) {
        return bed.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT imei FROM tracksolid.devices WHERE " + where + " ORDER BY imei")
                        .mapTo(String.class)
                        .list());
    }

    private static Map<String, Object> device(Testbed bed, String imei) {
        return bed.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT * FROM tracksolid.devices WHERE imei = :imei")
                        .bind("imei", imei)
                        .mapToMap()
                        .one());
    }

    /** 150 vehicles make far more than the 100 trips at which the vendor truncates an answer, and more than a page of stops. */
    @Test
    void aLongAnswerIsAskedForUntilItIsWhole() {
        var fleet = new SyntheticFleet(150, List.of("one"), 3);
        try (var bed = new Testbed(fleet, MORNING, Testbed.polling(fleet.accounts(), Duration.ofDays(1)))) {
            bed.settle();
            bed.runUntil(MORNING.plusSeconds(60), Duration.ofMinutes(1));
            var asked = new TimeSpan(MORNING.minus(Duration.ofHours(23)), MORNING.minus(Duration.ofMinutes(5)));
            var day = new Expected(fleet, asked, bed.clock.instant());
            assertThat(day.trips()).hasSizeGreaterThan(300);
            Expected.assertSame(day.storedTrips(bed.jdbi()), day.trips());
            Expected.assertSame(day.storedStops(bed.jdbi()), day.stops());
            Expected.assertSame(day.storedAlarms(bed.jdbi()), day.alarms());
            Expected.assertSame(day.storedFixes(bed.jdbi()), day.fixes());
        }
    }

    /** A cloud that does not recognise our page parameter sends its first page forever. */
    @Test
    void aPageThatRepeatsItselfIsAskedForInSmallerParts() {
        var fleet = new SyntheticFleet(40, List.of("one"), 3);
        try (var bed = new Testbed(fleet, MORNING, Testbed.polling(fleet.accounts(), Duration.ofDays(1)))) {
            bed.simulator.faults().on(Fault.FIRST_PAGE_ONLY);
            bed.settle();
            bed.runUntil(MORNING.plusSeconds(60), Duration.ofMinutes(1));
            var asked = new TimeSpan(MORNING.minus(Duration.ofHours(23)), MORNING.minus(Duration.ofMinutes(5)));
            var day = new Expected(fleet, asked, bed.clock.instant());
            assertThat(day.alarms()).hasSizeGreaterThan(100);
            Expected.assertSame(day.storedAlarms(bed.jdbi()), day.alarms());
            assertThat(day.stops()).hasSizeGreaterThan(100);
            Expected.assertSame(day.storedStops(bed.jdbi()), day.stops());
            assertThat(bed.simulator.counts().calls("jimi.device.alarm.list")).isLessThan(1_000);
            assertThat(bed.simulator.counts().calls("jimi.open.platform.report.parking"))
                    .isLessThan(1_000);
        }
    }

    @Test
    void everyFieldOfADeviceIsKeptAndANullOverwritesNothing() {
        var fleet = new SyntheticFleet(6, SyntheticFleet.accountNames(3), 5);
        try (var bed = new Testbed(fleet, MORNING)) {
            bed.settle();
            var wanted = fleet.devices("demo-mombasa").getFirst();
            assertKept(bed, wanted);
            // The nightly sync begins with the list, which has nulls where the detail has values.
            bed.runUntil(MORNING.plus(Duration.ofDays(1)), Duration.ofHours(6));
            assertThat(bed.simulator.counts().calls("jimi.user.device.list")).isEqualTo(6);
            assertKept(bed, wanted);
        }
    }

    private static void assertKept(Testbed bed, Device wanted) {
        assertThat(device(bed, wanted.imei()))
                .containsEntry("account", wanted.account())
                .containsEntry("customer_name", wanted.customerName())
                .containsEntry("device_name", wanted.deviceName())
                .containsEntry("mc_type", wanted.mcType())
                .containsEntry("mc_type_use_scope", wanted.useScope())
                .containsEntry("device_group", wanted.deviceGroup())
                .containsEntry("device_group_id", wanted.deviceGroupId())
                .containsEntry("cost_centre", wanted.deviceGroup())
                .containsEntry("vehicle_name", wanted.vehicleName())
                .containsEntry("vehicle_number", wanted.vehicleNumber())
                .containsEntry("license_plate_no", wanted.licensePlate())
                .containsEntry("vehicle_brand", wanted.vehicleBrand())
                .containsEntry("vehicle_model", wanted.vehicleModel())
                .containsEntry("engine_number", wanted.engineNumber())
                .containsEntry("vin", wanted.vin())
                .containsEntry("driver_name", wanted.driverName())
                .containsEntry("driver_phone", wanted.driverPhone())
                .containsEntry("sim", wanted.sim())
                .containsEntry("iccid", wanted.iccid())
                .containsEntry("imsi", wanted.imsi())
                .containsEntry("fuel_100km", wanted.fuel100km())
                .containsEntry("enabled", true)
                .doesNotContainEntry("activated_at", null)
                .doesNotContainEntry("expires_at", null)
                .doesNotContainEntry("odometer_km", null);
        assertThat(wanted.vin()).isNotNull();
        assertThat(wanted.fuel100km()).isNotNull();
    }

    /** Its detail names the sub-account that owns it; only the account above is polled. */
    @Test
    void aDeviceOfASubAccountIsAskedForUnderTheAccountThatListsIt() {
        var fleet = new SyntheticFleet(6, SyntheticFleet.accountNames(3), 5);
        var above = List.of(SimulatorSettings.demo().userId());
        try (var bed = new Testbed(fleet, MORNING, Testbed.polling(above, Duration.ofDays(1)))) {
            bed.settle();
            bed.runUntil(MORNING.plus(Duration.ofHours(1)), Duration.ofMinutes(5));
            assertThat(imeis(bed, "account = 'demo-mombasa' AND listed_by = '%s'".formatted(above.getFirst())))
                    .isNotEmpty();
            var asked = new TimeSpan(MORNING.minus(Duration.ofHours(11)), MORNING.minus(Duration.ofMinutes(5)));
            var expected = new Expected(fleet, asked, bed.clock.instant());
            assertThat(expected.trips()).isNotEmpty();
            Expected.assertSame(expected.storedTrips(bed.jdbi()), expected.trips());
            Expected.assertSame(expected.storedStops(bed.jdbi()), expected.stops());
            Expected.assertSame(expected.storedAlarms(bed.jdbi()), expected.alarms());
            Expected.assertSame(expected.storedFixes(bed.jdbi()), expected.fixes());
        }
    }

    @Test
    void aDeviceNoAccountListsAnyMoreIsDisabledButNeverOnAnEmptyAnswer() {
        var fleet = new ChangedFleet(new SyntheticFleet(4, List.of("one"), 5));
        try (var bed = new Testbed(fleet, MORNING)) {
            bed.settle();
            assertThat(imeis(bed, "enabled")).hasSize(4);
            fleet.list(device -> false);
            bed.runUntil(MORNING.plus(Duration.ofDays(1)), Duration.ofHours(12));
            assertThat(imeis(bed, "enabled")).hasSize(4);
            var gone = imeis(bed, "true").getFirst();
            fleet.list(device -> !device.imei().equals(gone));
            bed.runUntil(MORNING.plus(Duration.ofDays(2)), Duration.ofHours(12));
            assertThat(imeis(bed, "NOT enabled")).containsExactly(gone);
        }
    }

    @Test
    void bothSpellingsOfEveryOddFieldAreRead() {
        var fleet = new SyntheticFleet(12, SyntheticFleet.accountNames(3), 9);
        try (var bed = new Testbed(fleet, MORNING, Testbed.polling(fleet.accounts(), Duration.ofDays(1)))) {
            bed.simulator.faults().on(Fault.ELAPSED_SPELLING);
            bed.simulator.faults().on(Fault.ALERT_TYPE_NAME_SPELLING);
            bed.simulator.faults().on(Fault.NULL_FOR_EMPTY);
            bed.simulator.faults().on(Fault.UNPADDED_HOURS);
            bed.settle();
            bed.runUntil(MORNING.plusSeconds(60), Duration.ofMinutes(1));
            assertThat(bed.count("SELECT count(*) FROM tracksolid.trips WHERE driving_time_s > 0"))
                    .isPositive();
            assertThat(bed.count("SELECT count(*) FROM tracksolid.trips WHERE driving_time_s IS NULL"))
                    .isZero();
            assertThat(bed.count("SELECT count(*) FROM tracksolid.alarms WHERE alarm_name IS NOT NULL"))
                    .isPositive();
            assertThat(bed.count("SELECT count(*) FROM tracksolid.parking_events WHERE duration_s > 0"))
                    .isPositive();
            assertThat(bed.count("SELECT count(*) FROM tracksolid.obd_readings"))
                    .isPositive();
            assertThat(bed.count("SELECT count(*) FROM infrastructure.dead_letters"))
                    .isZero();
        }
    }

    /** The old system called a geocoder with a transaction open. */
    @Test
    void noTransactionIsOpenWhileTheVendorIsAsked() throws Exception {
        var fleet = new SyntheticFleet(3, SyntheticFleet.accountNames(3), 5);
        try (var bed = new Testbed(fleet, MORNING)) {
            bed.simulator.faults().set(Fault.SLOW, "PT2S");
            var work = Thread.ofVirtual().start(bed::settle);
            await().until(() -> bed.simulator.counts().calls("jimi.user.device.location.list") > 0);
            assertThat(bed.count("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                    """)).isZero();
            bed.simulator.faults().clear();
            work.join();
        }
    }
}
