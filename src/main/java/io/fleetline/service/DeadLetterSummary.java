package io.fleetline.service;

import static java.util.stream.Collectors.joining;

import io.fleetline.store.DeadLetterBox.Count;
import io.fleetline.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** One line in the log that says what could not be stored. */
public final class DeadLetterSummary {
    private static final Logger LOG = Logger.getLogger(DeadLetterSummary.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final Store store;
    private final InstantSource clock;

    DeadLetterSummary(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void log() {
        LOG.info(text(store, clock));
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
