package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;

/** Asks a question again in halves, by device first, then by time, until each part has a whole answer. */
final class Halves {
    private static final Logger LOG = Logger.getLogger(Halves.class);
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final String method;
    private final BiPredicate<List<String>, TimeSpan> question;

    /**
     * @param method the vendor's method, for the log
     * @param question asks about these devices and this time, and says whether the answer is whole
     */
    Halves(String method, BiPredicate<List<String>, TimeSpan> question) {
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
            var middle = span.from().plus(span.length().dividedBy(2));
            ask(imeis, new TimeSpan(span.from(), middle));
            ask(imeis, new TimeSpan(middle, span.to()));
        } else {
            LOG.warnf("%s: the answer for %s in %s cannot be had whole: some rows may be missing", method, imeis, span);
        }
    }
}
