package io.fleetline.simulator.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three cabs: abe stands 1000 s, drives 180 s, stands 320 s, drives on; zed leaps; bob is outside of the replayed part. */
class RecordedFleetTest {
    private static final Instant RECORDED = Instant.ofEpochSecond(1_211_000_000);
    private static final Instant PLAYED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant END = PLAYED.plusSeconds(10_000);
    private static final TimeSpan ALL = new TimeSpan(PLAYED, END);

    private final RecordedFleet fleet = fleet(csv());
    private final String abe = Objects.requireNonNull(fleet.imeiOf("abe"));

    @Test
    void dealsTheVehiclesOutToTheAccounts() {
        assertThat(fleet.accounts()).containsExactly("one", "two");
        assertThat(fleet.devices("one")).extracting(Device::deviceName).containsExactly("abe", "zed");
        assertThat(fleet.devices("two")).extracting(Device::deviceName).containsExactly("bob");
        assertThat(abe).matches("861000\\d{9}");
        assertThat(fleet.imeiOf("nobody")).isNull();
    }

    @Test
    void keepsCoordinatesAndMovesTimes() {
        var first = fleet.track(abe, ALL, END).getFirst().fix();
        assertThat(first.gpsTime()).isEqualTo(PLAYED);
        assertThat(first.lat()).isEqualTo(37.75);
        assertThat(first.lng()).isEqualTo(-122.41);
    }

    @Test
    void keepsTheFirstOfTwoFixesOfOneSecond() {
        assertThat(fleet.expectedFixes()).hasSize(11);
        assertThat(fleet.expectedFixes()).extracting(Fix::lat).doesNotContain(37.99999);
    }

    @Test
    void endsBeforeItsLastSecond() {
        assertThat(fleet.track(Objects.requireNonNull(fleet.imeiOf("bob")), ALL, END))
                .hasSize(1);
    }

    @Test
    void servesNothingOfTheFuture() {
        assertThat(fleet.latestFix(abe, PLAYED.minusSeconds(1))).isNull();
        assertThat(fleet.latestFix(abe, PLAYED.plusSeconds(999)).gpsTime()).isEqualTo(PLAYED.plusSeconds(60));
        assertThat(fleet.track(abe, ALL, PLAYED.plusSeconds(1060))).hasSize(4);
        assertThat(fleet.trips(abe, ALL, PLAYED.plusSeconds(1539))).isEmpty();
        assertThat(fleet.stops(abe, Stop.Kind.PARKING, ALL, PLAYED.plusSeconds(999)))
                .isEmpty();
    }

    @Test
    void takesFifteenMinutesOnTheSpotForParkingAndFiveForIdling() {
        assertThat(fleet.stops(abe, Stop.Kind.PARKING, ALL, END))
                .singleElement()
                .satisfies(stop -> {
                    assertThat(stop.startTime()).isEqualTo(PLAYED);
                    assertThat(stop.durationS()).isEqualTo(1000);
                });
        assertThat(fleet.stops(abe, Stop.Kind.IDLING, ALL, END)).singleElement().satisfies(stop -> {
            assertThat(stop.startTime()).isEqualTo(PLAYED.plusSeconds(1180));
            assertThat(stop.durationS()).isEqualTo(320);
        });
    }

    @Test
    void countsTheDriveAfterParkingAsOneTrip() {
        assertThat(fleet.trips(abe, ALL, END)).singleElement().satisfies(trip -> {
            assertThat(trip.startTime()).isEqualTo(PLAYED.plusSeconds(1000));
            assertThat(trip.endTime()).isEqualTo(PLAYED.plusSeconds(1540));
            // four hundredths of a degree northward, and a metre or two besides
            assertThat(trip.distanceKm()).isCloseTo(4.448, within(0.005));
            assertThat(trip.maxSpeedKmh()).isCloseTo(100.1, within(0.1));
        });
        assertThat(fleet.latestFix(abe, END).odometerKm()).isCloseTo(4.47, within(0.01));
    }

    @Test
    void readsGzipToo(@TempDir Path folder) throws IOException {
        var zipped = folder.resolve("cabs.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(csv(), out);
        }
        assertThat(fleet(zipped).expectedFixes()).isEqualTo(fleet.expectedFixes());
    }

    @Test
    void refusesAFileOfAnotherKind(@TempDir Path folder) throws IOException {
        var other = Files.writeString(folder.resolve("other.csv"), "time;place\n1;2\n");
        assertThatThrownBy(() -> fleet(other)).hasMessageContaining("epoch_s").hasMessageContaining("other.csv");
    }

    private static RecordedFleet fleet(Path csv) {
        return new RecordedFleet(
                csv, RECORDED, RECORDED.plus(Duration.ofSeconds(10_000)), PLAYED, List.of("one", "two"));
    }

    private static Path csv() {
        try {
            return Path.of(Objects.requireNonNull(RecordedFleetTest.class.getResource("/simulator/three-cabs.csv"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
