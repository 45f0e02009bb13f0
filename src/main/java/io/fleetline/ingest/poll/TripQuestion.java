package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Trips by {@code jimi.device.track.mileage}. The vendor cuts an answer at 100 rows without saying so: such an answer is
 * asked again in parts, by device first, then by time, until each part is whole.
 */
final class TripQuestion implements Question {
    private static final Logger LOG = Logger.getLogger(TripQuestion.class);
    /** No vehicle makes a hundred trips in this time: an answer still full then cannot be made smaller. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final TracksolidClient client;
    private final WindowAnswers<Trip> answers;
    private final Calls calls;

    TripQuestion(TracksolidClient client, WindowAnswers<Trip> answers, Calls calls) {
        this.client = client;
        this.answers = answers;
        this.calls = calls;
    }

    @Override
    public String method() {
        return "jimi.device.track.mileage";
    }

    @Override
    public int imeisPerCall() {
        return 50;
    }

    @Override
    public boolean factsLast() {
        return true;
    }

    @Override
    public void ask(String account, List<String> imeis, TimeSpan span) {
        var answer = calls.logged(method(), account, () -> {
            var trips = client.deviceTrackMileage(account, imeis, span);
            return new Calls.Outcome<>(trips, trips.rows(), store(account, imeis, span, trips));
        });
        if (answer.mayBeTruncated()) {
            askInParts(account, imeis, span);
        }
    }

    private Stored store(String account, List<String> imeis, TimeSpan span, Answer<Trip> answer) {
        return answer.mayBeTruncated()
                ? answers.storePart(method(), answer.facts(), answer.rejections())
                : answers.storeWhole(
                        new PolledWindow(method(), account, imeis, span), answer.facts(), answer.rejections());
    }

    private void askInParts(String account, List<String> imeis, TimeSpan span) {
        if (imeis.size() > 1) {
            int half = imeis.size() / 2;
            ask(account, imeis.subList(0, half), span);
            ask(account, imeis.subList(half, imeis.size()), span);
        } else if (span.length().compareTo(SHORTEST) > 0) {
            ask(account, imeis, firstThreeQuarters(span));
            ask(account, imeis, lastThreeQuarters(span));
        } else {
            LOG.warnf(
                    "%s: more than %d trips of %s in %s: some may be missing", method(), Answer.MOST_ROWS, imeis, span);
        }
    }

    /**
     * The parts overlap by half of the span, for the vendor may list only trips that lie within a part. A trip that lasts longer than
     * the half, and leaves room for a hundred others beside it, does not exist.
     */
    private static TimeSpan firstThreeQuarters(TimeSpan span) {
        return new TimeSpan(span.from(), span.to().minusSeconds(quarterSeconds(span)));
    }

    private static TimeSpan lastThreeQuarters(TimeSpan span) {
        return new TimeSpan(span.from().plusSeconds(quarterSeconds(span)), span.to());
    }

    private static long quarterSeconds(TimeSpan span) {
        return span.length().toSeconds() / 4;
    }
}
