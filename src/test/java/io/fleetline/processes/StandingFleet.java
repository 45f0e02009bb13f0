package io.fleetline.processes;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.SimulatedFleet;
import io.fleetline.simulator.Simulator;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A simulated cloud in this process, whose fleet has stood still for an hour: what the database must hold after everything has
 * been polled is known in advance, from the fleet itself.
 */
final class StandingFleet implements AutoCloseable {
    static final int VEHICLES = 30;
    /** The fleet's time. The vendor's own clock continues. */
    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
    /** Within the first look-back of a day. */
    static final TimeSpan COMPARED = new TimeSpan(NOW.minus(Duration.ofHours(20)), NOW);

    private static final SimulatorSettings SETTINGS = SimulatorSettings.demo();

    private final SimulatedFleet fleet = new SyntheticFleet(VEHICLES, SyntheticFleet.accountNames(3), 7);
    private final Simulator simulator;

    StandingFleet() {
        this(SETTINGS);
    }

    /** A login whose token may be requested repeatedly. */
    static StandingFleet withPatience() {
        return new StandingFleet(SETTINGS.withTokenGetMinInterval(Duration.ZERO));
    }

    private StandingFleet(SimulatorSettings settings) {
        simulator = Simulator.start(settings, fleet, InstantSource.system(), () -> NOW);
    }

    Simulator simulator() {
        return simulator;
    }

    List<String> accounts() {
        return fleet.accounts();
    }

    /** Sorted. */
    List<String> imeis(String account) {
        return fleet.devices(account).stream().map(Device::imei).sorted().toList();
    }

    /** The settings with which a process polls this cloud. */
    Map<String, String> environment(String databaseUrl) {
        return new HashMap<>(Map.of(
                "DATABASE_URL", databaseUrl,
                "TRACKSOLID_API_URL", simulator.apiUrl().toString(),
                "TRACKSOLID_APP_KEY", SETTINGS.appKey(),
                "TRACKSOLID_APP_SECRET", SETTINGS.appSecret(),
                "TRACKSOLID_USER_ID", SETTINGS.userId(),
                "TRACKSOLID_USER_PWD_MD5", SETTINGS.userPwdMd5(),
                "TRACKSOLID_TARGETS", String.join(",", accounts()),
                "FLEETLINE_LIVE_EVERY", "PT1S",
                "WEBHOOK_REQUIRE_TOKEN", "0"));
    }

    List<String> secrets() {
        return List.of(SETTINGS.appSecret(), SETTINGS.userPwdMd5());
    }

    /** The fleet's facts that began within the span, in the form of {@link Facts}. */
    Facts facts(Collection<String> accounts, TimeSpan span) {
        return new Facts(
                each(
                        accounts,
                        imei -> fleet.track(imei, span, NOW).stream()
                                .map(reported -> Facts.fix(
                                        imei,
                                        reported.fix().gpsTime(),
                                        reported.fix().lat(),
                                        reported.fix().lng()))),
                each(
                        accounts,
                        imei -> fleet.trips(imei, span, NOW).stream()
                                .filter(trip -> !trip.startTime().isBefore(span.from()))
                                .map(trip -> Facts.trip(imei, trip.startTime(), trip.endTime(), trip.distanceKm()))),
                each(
                        accounts,
                        imei -> Stream.of(Stop.Kind.values())
                                .flatMap(kind -> fleet.stops(imei, kind, span, NOW).stream())
                                .filter(stop -> !stop.startTime().isBefore(span.from()))
                                .map(stop -> Facts.stop(imei, stop.kind().label(), stop.startTime(), stop.endTime()))),
                each(
                        accounts,
                        imei -> fleet.alarms(imei, span, NOW).stream()
                                .map(alarm -> Facts.alarm(imei, alarm.alarmType(), alarm.alarmTime()))));
    }

    private Set<String> each(Collection<String> accounts, Function<String, Stream<String>> facts) {
        return accounts.stream()
                .flatMap(account -> fleet.devices(account).stream())
                .flatMap(device -> facts.apply(device.imei()))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        simulator.close();
    }
}
