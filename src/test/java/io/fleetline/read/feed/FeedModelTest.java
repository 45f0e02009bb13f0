package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random fleets, subscriptions, drops and resumptions, compared with a model that asks every subscription about every vehicle. */
class FeedModelTest {
    private static final int STEPS = Integer.getInteger("fleetline.feed.steps", 3_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyClientSeesItsVehiclesAndEveryEventOnce(long seed) {
        var fleet = new RandomFeed(seed);
        for (int step = 0; step < STEPS; step++) {
            fleet.step();
        }
        fleet.finish();
        fleet.clients().forEach(RandomFeed.Client::check);
        assertThat(fleet.received()).isGreaterThan(STEPS / 10);
        assertThat(fleet.resumed()).isPositive();
    }
}
