package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.read.Caller;
import io.fleetline.read.live.LiveQuestion;
import io.fleetline.read.ogc.BoundingBox;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many subscriptions are compared with a change. {@link FeedModelTest} shows that none is missed. */
class AudienceTest {
    private static final int CLIENTS = 10_000;

    private final Audience audience = new Audience();

    private Backlog join(Map<String, List<String>> filters, @Nullable BoundingBox box) {
        var backlog = new Backlog(
                new Subscription(TestVehicles.question(filters), box, EnumSet.of(FeedKind.POSITION), 50), () -> {});
        audience.join(backlog);
        return backlog;
    }

    private long compared() {
        return audience.candidates(TestVehicles.vehicle("7", "7", "7", 36.8, -1.3, "idle"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"imei", "cost_centre", "assigned_city"})
    void ofTenThousandDifferentFiltersOneIsCompared(String filter) {
        for (int number = 0; number < CLIENTS; number++) {
            join(Map.of(filter, List.of(String.valueOf(number))), null);
        }
        assertThat(compared()).isEqualTo(1);
    }

    /** Of a vehicle and a wider filter the vehicle counts. */
    @Test
    void theNarrowestFilterCounts() {
        for (int number = 0; number < CLIENTS; number++) {
            join(Map.of("cost_centre", List.of("7"), "imei", List.of(String.valueOf(number))), null);
        }
        assertThat(compared()).isEqualTo(1);
    }

    @Test
    void ofTenThousandBoxesThoseNearbyAreCompared() {
        for (int number = 0; number < CLIENTS; number++) {
            double west = -180 + number % 100 * 3.6;
            double south = -90 + number / 100 * 1.8;
            join(Map.of(), new BoundingBox(west, south, west + 0.5, south + 0.5));
        }
        assertThat(compared()).isLessThan(4);
    }

    @Test
    void oneThatHasLeftIsComparedNoMore() {
        var backlog = join(Map.of("imei", List.of("7", "8")), null);
        assertThat(compared()).isEqualTo(1);
        audience.leave(backlog);
        assertThat(compared()).isZero();
    }

    @Test
    void oneThatMaySeeNothingIsNeverCompared() {
        var nothing = new Subscription(
                LiveQuestion.of(Map.of("cost_centre", List.of("7")), new Caller("north", Set.of("North")), Map::of),
                null,
                EnumSet.of(FeedKind.POSITION),
                50);
        audience.join(new Backlog(nothing, () -> {}));
        assertThat(compared()).isZero();
    }
}
