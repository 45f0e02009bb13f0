package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.access.Admission;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conversation with a client whose heart beats fast. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class FeedClientTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(20);
    private static final Admission ANYBODY = new Admission(Caller.ANYBODY, "a", "a", null, Instant.MAX);

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    LiveBed bed;
    final Kept outlet = new Kept();

    @BeforeEach
    void begin() {
        bed = new LiveBed(database, feed);
    }

    @AfterEach
    void end() {
        bed.close();
    }

    private FeedClient start(Duration idle) throws FeedProblem {
        return start(HEARTBEAT, idle);
    }

    private FeedClient start(Duration heartbeat, Duration idle) throws FeedProblem {
        var client = new FeedClient(outlet, feed, ANYBODY, new FeedPace(heartbeat, idle), InstantSource.system());
        var wish = Wish.read(Map.of("imei", List.of("m")), Caller.ANYBODY, feed.board());
        var newest = Objects.requireNonNull(feed.position());
        Thread.ofVirtual().start(() -> client.run(newest, wish));
        return client;
    }

    @Test
    void theCursorMovesOnAlsoWhenNothingMatches() throws FeedProblem {
        var client = start(Duration.ofHours(1));
        await().until(() -> outlet.ofType("tick").size() > 1);
        bed.fix("p", 39.6, -4.1, 55);
        bed.tell();
        await().until(() -> Objects.equals(outlet.frames.getLast().cursor(), feed.position()));
        assertThat(outlet.frames.getLast().type()).isEqualTo("tick");
        assertThat(outlet.ofType("change")).isEmpty();
        assertThat(outlet.probes).isPositive();
        client.gone();
    }

    @Test
    void oneThatIsSilentForTooLongIsClosed() throws FeedProblem {
        start(Duration.ofMillis(50));
        await().until(() -> outlet.ending != null);
        assertThat(outlet.ending).isEqualTo(Ending.IDLE);
    }

    /** Otherwise it would be taken for silent as soon as it is sent nothing for a while. */
    @Test
    void oneThatIsAlwaysSentSomethingIsAskedWhetherItIsThereToo() throws FeedProblem {
        var client = start(Duration.ofSeconds(2), Duration.ofHours(1));
        await().until(() -> {
            bed.fix("m", 36.75, -1.25, 40 + outlet.frames.size() % 20);
            bed.tell();
            return outlet.probes > 0;
        });
        assertThat(outlet.ofType("tick")).isEmpty();
        client.gone();
    }

    @Test
    void whenTheLogIsSwitchedOffTheConnectionEnds() throws FeedProblem {
        start(Duration.ofHours(1));
        await().until(() -> !outlet.ofType("snapshot").isEmpty());
        bed.close();
        await().until(() -> outlet.ending != null);
        assertThat(outlet.ending).isEqualTo(Ending.LOG_IS_OFF);
    }

    /** An outlet that keeps what it is given. */
    private static final class Kept implements Outlet {
        final List<FeedFrame> frames = new CopyOnWriteArrayList<>();
        volatile int probes;
        volatile Ending ending;

        List<FeedFrame> ofType(String type) {
            return frames.stream().filter(frame -> frame.type().equals(type)).toList();
        }

        @Override
        public void send(FeedFrame frame) {
            frames.add(frame);
        }

        @Override
        public void probe() {
            probes = probes + 1;
        }

        @Override
        public void readOn() {}

        @Override
        public void close(Ending why) {
            ending = why;
        }
    }
}
