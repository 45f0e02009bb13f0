package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.Testbed;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** An {@link Error} during a call to the vendor: the cycle is retried like any other failed one, neither immediately forever, nor never. */
class ErrorInACycleTest {
    private static final Instant MORNING = Instant.parse("2026-03-11T05:00:00Z");
    private static final Duration A_WHILE = Duration.ofSeconds(16);

    private final AtomicBoolean broken = new AtomicBoolean();

    @Test
    void itIsTriedAgainAfterAWhile() {
        var fleet = new SyntheticFleet(2, List.of("one"), 3);
        try (var bed = new Testbed(fleet, MORNING);
                var poller = poller(bed)) {
            takeAllLeases(bed, poller);
            broken.set(true);
            join(poller.tick());
            assertThat(poller.tick()).as("at once").isEmpty();
            bed.clock.advance(A_WHILE);
            broken.set(false);
            var again = poller.tick();
            assertThat(again).isNotEmpty();
            join(again);
            assertThat(bed.count("SELECT count(*) FROM tracksolid.devices")).isEqualTo(2);
        }
    }

    private Poller poller(Testbed bed) {
        InstantSource clock = () -> {
            if (broken.get()) {
                throw new StackOverflowError("of this test");
            }
            return bed.clock.instant();
        };
        var settings = Testbed.polling(List.of("one"), Duration.ofHours(1));
        return new Poller(bed.client, bed.store, new Leases(bed.jdbi()), bed.gates, settings, clock, bed.clock);
    }

    /** The testbed has its own poller, which is idle here. */
    private static void takeAllLeases(Testbed bed, Poller poller) {
        var jdbi = bed.jdbi();
        clear(jdbi);
        poller.renewLeases();
        assertThat(poller.leasesHeld()).isPositive();
    }

    private static void clear(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE infrastructure.leases, infrastructure.replicas"));
    }

    private static void join(List<Future<?>> cycles) {
        for (var cycle : cycles) {
            try {
                cycle.get();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
