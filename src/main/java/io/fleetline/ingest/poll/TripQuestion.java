package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Trips by {@code jimi.device.track.mileage}. The vendor cuts an answer at 100 rows without saying so: such an answer is
 * asked again in halves, by device first, then by time, until each part is whole.
 */
final class TripQuestion implements Question {
    private static final Logger LOG = Logger.getLogger(TripQuestion.class);
    /** No vehicle makes a hundred trips in this time: an answer still full then cannot be made smaller. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final TracksolidClient client;
    private final FactWriter<Trip> writer;
    private final Calls calls;

    TripQuestion(TracksolidClient client, FactWriter<Trip> writer, Calls calls) {
        this.client = client;
        this.writer = writer;
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
    public void ask(String account, List<String> imeis, TimeSpan span) {
        var answer = calls.store(method(), account, writer, () -> client.deviceTrackMileage(account, imeis, span));
        if (answer.mayBeTruncated()) {
            askInHalves(account, imeis, span);
        }
    }

    private void askInHalves(String account, List<String> imeis, TimeSpan span) {
        if (imeis.size() > 1) {
            int half = imeis.size() / 2;
            ask(account, imeis.subList(0, half), span);
            ask(account, imeis.subList(half, imeis.size()), span);
        } else if (span.length().compareTo(SHORTEST) > 0) {
            var middle = span.from().plus(span.length().dividedBy(2));
            ask(account, imeis, new TimeSpan(span.from(), middle));
            ask(account, imeis, new TimeSpan(middle, span.to()));
        } else {
            LOG.warnf(
                    "%s: more than %d trips of %s in %s: some may be missing", method(), Answer.MOST_ROWS, imeis, span);
        }
    }
}
