package io.fleetline.service;

import static java.util.stream.Collectors.joining;

import io.fleetline.store.DeadLetterBox.Count;
import io.fleetline.store.Store;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Once a day, a line in the log that says what could not be stored. */
@Singleton
public final class DeadLetterSummary {
    private static final Logger LOG = Logger.getLogger(DeadLetterSummary.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final InstantSource clock;
    private volatile @Nullable Store store;

    DeadLetterSummary(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on; null: no more. */
    void speaksOf(@Nullable Store newStore) {
        store = newStore;
    }

    @Scheduled(cron = "{fleetline.dead-letters.summary}", timeZone = "UTC")
    void log() {
        var looked = store;
        if (looked != null) {
            LOG.info(text(looked, clock));
        }
    }

    public static String text(Store store, InstantSource clock) {
        var counts = store.deadLetters().countSince(clock.instant().minus(DAY));
        return counts.isEmpty()
                ? "no dead letters in the last 24 hours"
                : "dead letters of the last 24 hours: "
                        + counts.stream().map(DeadLetterSummary::part).collect(joining("; "));
    }

    private static String part(Count count) {
        return "%d of %s: %s".formatted(count.count(), count.path(), count.reason());
    }
}
