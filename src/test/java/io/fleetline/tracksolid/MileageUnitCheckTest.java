package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Trip;
import io.fleetline.wire.MileageUnit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MileageUnitCheckTest {
    private final MileageUnitCheck check = new MileageUnitCheck(MileageUnit.METRES);

    /** The vendor's example: 57.5 km/h for 2385 s are 38.09 km. */
    @Test
    void theVendorsExampleFits() {
        assertThat(check.contradicts("north", List.of(trip(38.12, 2_385L, 57.5))))
                .isFalse();
    }

    @Test
    void kilometresTakenForMetresOrMetresForKilometresDoNot() {
        assertThat(check.contradicts("north", List.of(trip(0.03812, 2_385L, 57.5))))
                .isTrue();
        assertThat(check.contradicts("north", List.of(trip(38_120.0, 2_385L, 57.5))))
                .isTrue();
    }

    @Test
    void oneOddTripAmongManyIsNoContradiction() {
        var usual = trip(38.12, 2_385L, 57.5);

        assertThat(check.contradicts("north", List.of(usual, usual, trip(0.001, 600L, 30.0))))
                .isFalse();
    }

    @Test
    void nothingDrivenOrKnownSaysNothing() {
        assertThat(check.contradicts("north", List.of())).isFalse();
        assertThat(check.contradicts(
                        "north",
                        List.of(trip(null, 10L, 5.0), trip(5.0, null, 5.0), trip(5.0, 5L, null), trip(0.0, 60L, 5.0))))
                .isFalse();
    }

    private static Trip trip(Double km, Long seconds, Double kmh) {
        var start = Instant.parse("2026-01-14T06:02:10Z");
        return new Trip(
                "8",
                start,
                start.plusSeconds(2_385),
                null,
                null,
                null,
                null,
                km,
                seconds,
                null,
                kmh,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL);
    }
}
