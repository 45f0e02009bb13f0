package io.fleetline.simulator.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A day of 28 real taxis, with real noise and gaps. */
class SanFranciscoCabsTest {
    private static final Path CABS = Path.of("../shared/data/san-francisco-cabs.csv.gz");
    private static final Instant FROM = Instant.parse("2008-05-20T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant PLAYED = Instant.parse("2026-03-01T00:00:00Z");
    private static final TimeSpan ALL = new TimeSpan(PLAYED, PLAYED.plus(DAY));
    private static RecordedFleet fleet;

    @BeforeAll
    static void read() {
        assumeTrue(Files.exists(CABS), "skipped: %s is not there".formatted(CABS));
        fleet = new RecordedFleet(CABS, FROM, FROM.plus(DAY), PLAYED, List.of("east", "west"));
    }

    @Test
    void holdsEveryRecordedFixOnce() throws IOException {
        var played = new HashSet<String>();
        for (var fix : fleet.expectedFixes()) {
            var name = fleet.device(fix.imei()).deviceName();
            played.add("%s %d %s %s".formatted(name, fix.gpsTime().getEpochSecond(), fix.lat(), fix.lng()));
        }
        assertThat(played).isEqualTo(recorded()).hasSize(fleet.expectedFixes().size());
    }

    @Test
    void makesTripsAndStopsThatDoNotOverlap() {
        for (var imei : imeis()) {
            var trips = fleet.trips(imei, ALL, ALL.to());
            var parking = fleet.stops(imei, Stop.Kind.PARKING, ALL, ALL.to());
            for (var trip : trips) {
                assertThat(trip.endTime()).isAfter(trip.startTime());
                assertThat(parking)
                        .noneMatch(stop -> stop.startTime().isBefore(trip.endTime())
                                && stop.endTime().isAfter(trip.startTime()));
            }
            for (var i = 1; i < trips.size(); i++) {
                assertThat(trips.get(i).startTime())
                        .isAfterOrEqualTo(trips.get(i - 1).endTime());
            }
        }
        assertThat(imeis())
                .anySatisfy(imei -> assertThat(fleet.trips(imei, ALL, ALL.to())).hasSizeGreaterThan(3));
    }

    private static List<String> imeis() {
        return fleet.accounts().stream()
                .flatMap(account -> fleet.devices(account).stream())
                .map(Device::imei)
                .toList();
    }

    /** Straight from the file, without the simulator's reader. */
    private static Set<String> recorded() throws IOException {
        var shift = PLAYED.getEpochSecond() - FROM.getEpochSecond();
        var lines = new HashSet<String>();
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(CABS)), StandardCharsets.UTF_8))) {
            reader.lines().skip(1).map(line -> line.split(",", -1)).forEach(fields -> {
                var time = Instant.ofEpochSecond(Long.parseLong(fields[0]));
                if (!time.isBefore(FROM) && time.isBefore(FROM.plus(DAY))) {
                    lines.add("%s %d %s %s"
                            .formatted(
                                    fields[1],
                                    time.getEpochSecond() + shift,
                                    Double.parseDouble(fields[2]),
                                    Double.parseDouble(fields[3])));
                }
            });
        }
        return lines;
    }
}
