package io.fleetline.simulator.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.ReportedFix;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Invariants for every vehicle and every time: checked for a week of sixty vehicles. */
class SyntheticFleetTest {
    private static final Instant FROM = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-08T00:00:00Z");
    private static final TimeSpan WEEK = new TimeSpan(FROM, NOW);
    private static final SyntheticFleet FLEET = fleet();
    private static final List<String> IMEIS = FLEET.accounts().stream()
            .flatMap(account -> FLEET.devices(account).stream())
            .map(Device::imei)
            .toList();

    @Test
    void ordersFixesAndHasOnePerSecond() {
        for (var imei : IMEIS) {
            assertThat(times(FLEET.track(imei, WEEK, NOW))).as(imei).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void readsAnOdometerThatNeverGoesBack() {
        for (var imei : IMEIS) {
            var odometers = FLEET.track(imei, WEEK, NOW).stream()
                    .map(reported -> reported.fix().odometerKm())
                    .toList();
            assertThat(odometers).as(imei).isSorted();
        }
    }

    @Test
    void drivesTripsThatDoNotOverlap() {
        for (var imei : IMEIS) {
            var trips = FLEET.trips(imei, WEEK, NOW);
            for (var i = 1; i < trips.size(); i++) {
                assertThat(trips.get(i).startTime())
                        .as(imei)
                        .isAfterOrEqualTo(trips.get(i - 1).endTime());
            }
        }
    }

    @Test
    void countsForATripTheWayBetweenItsFixes() {
        for (var imei : IMEIS) {
            for (var trip : FLEET.trips(imei, WEEK, NOW)) {
                var fixes = FLEET.track(imei, new TimeSpan(trip.startTime(), trip.endTime()), NOW);
                var km = metres(fixes) / 1000;
                assertThat(trip.distanceKm())
                        .as("%s %s", imei, trip.startTime())
                        .isBetween(km * 0.999, km * 1.12 + 0.2);
                assertThat(trip.endOdometerKm() - trip.startOdometerKm()).isCloseTo(trip.distanceKm(), within(0.002));
                assertThat(fixes.getFirst().fix().ignitionOn()).isTrue();
                assertThat(fixes.getLast().fix().speedKmh()).isZero();
            }
        }
    }

    @Test
    void drivesAtPlausibleSpeedsAndNeverLeapsFarther() {
        for (var imei : IMEIS) {
            ReportedFix before = null;
            for (var reported : FLEET.track(imei, WEEK, NOW)) {
                assertThat(reported.fix().speedKmh()).isBetween(0.0, 125.0);
                if (before != null && Boolean.TRUE.equals(before.fix().ignitionOn())) {
                    var seconds = Duration.between(
                                    before.fix().gpsTime(), reported.fix().gpsTime())
                            .toSeconds();
                    if (seconds <= 60) {
                        assertThat(metres(List.of(before, reported))).isLessThan(seconds * 35.0);
                    }
                }
                before = reported;
            }
        }
    }

    @Test
    void standsWhereItsStopsSay() {
        for (var imei : IMEIS) {
            for (var kind : Stop.Kind.values()) {
                for (var stop : FLEET.stops(imei, kind, WEEK, NOW)) {
                    assertThat(stop.durationS()).isGreaterThanOrEqualTo(120);
                    var fixes = FLEET.track(
                            imei, new TimeSpan(stop.startTime(), stop.endTime().minusSeconds(1)), NOW);
                    assertThat(fixes).as("%s %s", imei, stop).allSatisfy(reported -> {
                        assertThat(reported.fix().ignitionOn()).isEqualTo(kind == Stop.Kind.IDLING);
                        assertThat(reported.fix().lat()).isCloseTo(stop.lat(), within(1e-5));
                        assertThat(reported.fix().lng()).isCloseTo(stop.lng(), within(1e-5));
                    });
                }
            }
        }
    }

    @Test
    void neitherParksWhileItDrivesNorTwiceAtOnce() {
        for (var imei : IMEIS) {
            var stays = FLEET.stops(imei, Stop.Kind.PARKING, WEEK, NOW);
            for (var i = 1; i < stays.size(); i++) {
                assertThat(stays.get(i).startTime())
                        .isAfterOrEqualTo(stays.get(i - 1).endTime());
            }
            for (var trip : FLEET.trips(imei, WEEK, NOW)) {
                assertThat(stays)
                        .noneMatch(stay -> stay.startTime().isBefore(trip.endTime())
                                && stay.endTime().isAfter(trip.startTime()));
            }
        }
    }

    @Test
    void sharesOutAWeekIntoWindowsWithoutLossOrChange() {
        for (var imei : IMEIS) {
            var whole = stopsAndTrips(imei, WEEK);
            var inPieces = new HashSet<Object>();
            for (var from = FROM; from.isBefore(NOW); from = from.plus(Duration.ofHours(5))) {
                var to = from.plus(Duration.ofHours(5));
                inPieces.addAll(stopsAndTrips(imei, new TimeSpan(from, to.isAfter(NOW) ? NOW : to)));
            }
            assertThat(inPieces).as(imei).isEqualTo(whole);
        }
    }

    @Test
    void takesNothingBackThatItHasServed() {
        for (var imei : IMEIS.subList(0, 20)) {
            var before = new HashSet<Object>();
            for (var now = FROM.plusSeconds(3600); now.isBefore(NOW); now = now.plus(Duration.ofHours(11))) {
                var served = served(imei, now);
                assertThat(served.containsAll(before)).as("%s at %s", imei, now).isTrue();
                before = served;
            }
        }
    }

    @Test
    void doesNotDependOnWhatWasAskedBefore() {
        var moments = new java.util.ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> FROM.plusSeconds(i * 2011L))
                .toList());
        var inOrder = moments.stream().collect(Collectors.toMap(m -> m, m -> states(FLEET, m)));
        Collections.shuffle(moments, new Random(7));
        var other = fleet();
        for (var moment : moments) {
            assertThat(states(other, moment)).isEqualTo(inOrder.get(moment));
        }
    }

    @Test
    void knowsAsLatestTheLastFixOfTheTrack() {
        for (var moment = FROM.plusSeconds(86_400); moment.isBefore(NOW); moment = moment.plusSeconds(9973)) {
            for (var imei : IMEIS) {
                var track = FLEET.track(imei, new TimeSpan(moment.minusSeconds(86_400), moment), moment);
                if (!track.isEmpty()) {
                    var latest = FLEET.latestFix(imei, moment);
                    assertThat(latest.gpsTime())
                            .as("%s %s", imei, moment)
                            .isEqualTo(track.getLast().fix().gpsTime());
                    assertThat(latest.lat()).isEqualTo(track.getLast().fix().lat());
                    assertThat(latest.heartbeatTime()).isBetween(latest.gpsTime(), moment);
                }
            }
        }
    }

    @Test
    void sendsSomeTracksLateAndLosesOthers() {
        var late = IMEIS.stream()
                .flatMap(imei -> FLEET.track(imei, WEEK, NOW).stream())
                .filter(ReportedFix::reuploaded)
                .toList();
        assertThat(late).isNotEmpty();
        var one = late.getFirst().fix();
        var during = FLEET.track(
                one.imei(),
                new TimeSpan(one.gpsTime(), one.gpsTime()),
                one.gpsTime().plusSeconds(60));
        assertThat(during).as("not there while the tracker had no network").isEmpty();
        assertThat(IMEIS)
                .anySatisfy(imei -> assertThat(longestGap(imei)).isBetween(Duration.ofHours(1), Duration.ofHours(10)));
    }

    @Test
    void raisesAlarmsOfEveryKindAtTheirPlace() {
        var alarms = IMEIS.stream()
                .flatMap(imei -> FLEET.alarms(imei, WEEK, NOW).stream())
                .toList();
        assertThat(alarms)
                .extracting(Alarm::alarmType)
                .contains("ACC_ON", "ACC_OFF", "6", "overSpeed", "48", "41", "3", "in", "out");
        assertThat(alarms).extracting(Alarm::alarmTime).allMatch(time -> !time.isBefore(FROM) && !time.isAfter(NOW));
        assertThat(alarms)
                .filteredOn(alarm -> alarm.alarmType().equals("6"))
                .allSatisfy(alarm -> assertThat(alarm.speedKmh()).isGreaterThanOrEqualTo(94));
        assertThat(alarms)
                .extracting(alarm -> alarm.imei() + alarm.alarmType() + alarm.alarmTime())
                .doesNotHaveDuplicates();
    }

    @Test
    void readsTheEnginesOfAThirdOfTheVehicles() {
        var readers = IMEIS.stream()
                .filter(imei -> !FLEET.obdReadings(imei, WEEK, NOW).isEmpty())
                .count();
        assertThat(readers).isBetween(15L, 20L);
        assertThat(FLEET.obdReadings(IMEIS.get(3), WEEK, NOW)).allSatisfy(reading -> {
            assertThat(reading.engineRpm()).isBetween(700.0, 4000.0);
            assertThat(reading.fuelLevelPct()).isBetween(5.0, 100.0);
            assertThat(reading.coolantC()).isBetween(20.0, 95.0);
        });
    }

    @Test
    void keepsEveryVehicleInItsCity() {
        for (var imei : FLEET.devices("demo-mombasa").stream().map(Device::imei).toList()) {
            assertThat(FLEET.track(imei, WEEK, NOW)).allSatisfy(reported -> {
                assertThat(reported.fix().lat()).isBetween(-4.3, -3.8);
                assertThat(reported.fix().lng()).isBetween(39.4, 39.8);
            });
        }
    }

    @Test
    void givesEveryDeviceItsOwnImeiAndPlate() {
        var large = new SyntheticFleet(10_000, SyntheticFleet.accountNames(10), 1);
        var devices = large.accounts().stream()
                .flatMap(account -> large.devices(account).stream())
                .toList();
        assertThat(devices).hasSize(10_000);
        assertThat(devices).extracting(Device::imei).doesNotHaveDuplicates().allMatch(imei -> imei.matches("\\d{15}"));
        assertThat(devices).extracting(Device::vehicleNumber).doesNotHaveDuplicates();
        assertThat(large.devices("account-10")).hasSize(1000);
    }

    private static SyntheticFleet fleet() {
        return new SyntheticFleet(60, SyntheticFleet.accountNames(3), 42);
    }

    private static HashSet<Object> stopsAndTrips(String imei, TimeSpan span) {
        var all = new HashSet<Object>(FLEET.trips(imei, span, NOW));
        all.addAll(FLEET.stops(imei, Stop.Kind.PARKING, span, NOW));
        all.addAll(FLEET.stops(imei, Stop.Kind.IDLING, span, NOW));
        return all;
    }

    private static HashSet<Object> served(String imei, Instant now) {
        var all = new HashSet<Object>(FLEET.trips(imei, WEEK, now));
        all.addAll(FLEET.stops(imei, Stop.Kind.PARKING, WEEK, now));
        all.addAll(FLEET.stops(imei, Stop.Kind.IDLING, WEEK, now));
        all.addAll(FLEET.alarms(imei, WEEK, now));
        all.addAll(FLEET.obdReadings(imei, WEEK, now));
        all.addAll(FLEET.track(imei, WEEK, now));
        return all;
    }

    private static List<String> states(SyntheticFleet fleet, Instant moment) {
        return IMEIS.stream()
                .map(imei -> String.valueOf(fleet.latestFix(imei, moment)))
                .toList();
    }

    private static Duration longestGap(String imei) {
        var times = times(FLEET.track(imei, WEEK, NOW));
        return IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static List<Instant> times(List<ReportedFix> track) {
        return track.stream().map(ReportedFix::fix).map(Fix::gpsTime).toList();
    }

    /** The haversine formula, so that the simulator's own geometry is not tested with itself. */
    private static double metres(List<ReportedFix> fixes) {
        var metres = 0.0;
        for (var i = 1; i < fixes.size(); i++) {
            var one = fixes.get(i - 1).fix();
            var other = fixes.get(i).fix();
            var north = Math.sin(Math.toRadians(other.lat() - one.lat()) / 2);
            var east = Math.sin(Math.toRadians(other.lng() - one.lng()) / 2);
            var shrink = Math.cos(Math.toRadians(one.lat())) * Math.cos(Math.toRadians(other.lat()));
            metres += 2 * 6_371_000 * Math.asin(Math.sqrt(north * north + shrink * east * east));
        }
        return metres;
    }
}
