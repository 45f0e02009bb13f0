package io.fleetline.cli;

import io.fleetline.cli.health.ServiceState;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The end in order: not ready any more; new requests refused, accepted ones answered; then pollers and writers. Only after that may Quarkus take the
 * HTTP server and the pools away, which it would otherwise do at once.
 */
@Singleton
final class ServiceEnd {
    private static final Logger LOG = Logger.getLogger(ServiceEnd.class);
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(12);
    private static final Duration FOR_ALL = Duration.ofSeconds(20);

    private final ServiceState state;
    private final Arrivals arrivals;
    private volatile @Nullable CountDownLatch ended;

    ServiceEnd(ServiceState state, Arrivals arrivals) {
        this.state = state;
        this.arrivals = arrivals;
    }

    /** From now on, Quarkus waits for {@link #reached}. */
    void isToBeWaitedFor() {
        ended = new CountDownLatch(1);
    }

    /** Answers what was accepted, and accepts nothing more. */
    void begin() {
        LOG.info("stopping: new requests are refused, those under way are answered");
        state.stopping();
        arrivals.close(FOR_ANSWERS);
    }

    void reached() {
        var latch = ended;
        if (latch != null) {
            latch.countDown();
        }
    }

    void hold(@Observes ShutdownEvent shutdown) throws InterruptedException {
        var latch = ended;
        if (latch != null && !latch.await(FOR_ALL.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warnf("not everything came to its end within %d s", FOR_ALL.toSeconds());
        }
    }
}
