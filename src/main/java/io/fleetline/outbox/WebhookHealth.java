package io.fleetline.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when every attempt of a webhook has failed, and what follows.
 *
 * @param failingSince the first failure since the last success; null: the last attempt succeeded
 * @param lastFailure the latest one; null: as above
 * @param warnings that have been given since then
 */
record WebhookHealth(
        @Nullable Instant failingSince, @Nullable Instant lastFailure, int warnings) {
    static final WebhookHealth FINE = new WebhookHealth(null, null, 0);

    private static final Duration FIRST_WARNING = Duration.ofDays(1);
    private static final Duration SECOND_WARNING = Duration.ofDays(3);
    private static final Duration END = Duration.ofDays(5);

    /** What to do about it. */
    enum Advice {
        GO_ON,
        WARN,
        DISABLE
    }

    WebhookHealth failed(Instant now) {
        return new WebhookHealth(failingSince == null ? now : failingSince, now, warnings);
    }

    WebhookHealth warned() {
        return new WebhookHealth(failingSince, lastFailure, warnings + 1);
    }

    /** A webhook that nothing was sent to does not fail: what counts is the time between two failures. */
    Advice advice() {
        if (failingSince == null || lastFailure == null) {
            return Advice.GO_ON;
        }
        var failing = Duration.between(failingSince, lastFailure);
        if (failing.compareTo(END) >= 0) {
            return Advice.DISABLE;
        }
        int due = failing.compareTo(SECOND_WARNING) >= 0 ? 2 : failing.compareTo(FIRST_WARNING) >= 0 ? 1 : 0;
        return due > warnings ? Advice.WARN : Advice.GO_ON;
    }
}
