package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;

/**
 * Repeats a question in parts, split by device first, then by time, until each part has a complete answer.
 *
 * <p>Parts of time overlap by half of the span, because the vendor may list only what lies within a part. A trip that lasts longer than that
 * and leaves room for a hundred others beside it does not exist.
 */
final class WindowParts {
    private static final Logger LOG = Logger.getLogger(WindowParts.class);
    /** No vehicle makes a hundred trips in this time: an answer still truncated then cannot be made smaller. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final String method;
    private final BiPredicate<List<String>, TimeSpan> question;

    /**
     * @param method the vendor's method, for the log
     * @param question asks about these devices and this time, and returns whether the answer is complete
     */
    WindowParts(String method, BiPredicate<List<String>, TimeSpan> question) {
        this.method = method;
        this.question = question;
    }

    void ask(List<String> imeis, TimeSpan span) {
        if (question.test(imeis, span)) {
            return;
        }
        if (imeis.size() > 1) {
            int half = imeis.size() / 2;
            ask(imeis.subList(0, half), span);
            ask(imeis.subList(half, imeis.size()), span);
        } else if (span.length().compareTo(SHORTEST) > 0) {
            long quarterSeconds = span.length().toSeconds() / 4;
            ask(imeis, new TimeSpan(span.from(), span.to().minusSeconds(quarterSeconds)));
            ask(imeis, new TimeSpan(span.from().plusSeconds(quarterSeconds), span.to()));
        } else {
            LOG.warnf("%s: the answer for %s in %s stays truncated: some rows may be missing", method, imeis, span);
        }
    }
}
