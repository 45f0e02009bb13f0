package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/**
 * Trips from {@code jimi.device.track.mileage}. The vendor silently truncates an answer at 100 rows: such a question is repeated in
 * parts, split by device first, then by time, until each part is complete.
 */
final class TripQuestion implements WindowQuestion {
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
        new WindowParts(method(), (some, part) -> haveAllRows(account, some, part)).ask(imeis, span);
    }

    private boolean haveAllRows(String account, List<String> imeis, TimeSpan span) {
        var answer = calls.logged(method(), account, () -> {
            var trips = client.deviceTrackMileage(account, imeis, span);
            return new Calls.CountedAnswer<>(trips, trips.rows(), store(account, imeis, span, trips));
        });
        return !answer.mayBeTruncated();
    }

    private Stored store(String account, List<String> imeis, TimeSpan span, Answer<Trip> answer) {
        return answer.mayBeTruncated()
                ? answers.storePart(method(), answer.facts(), answer.rejections())
                : answers.storeWhole(
                        new PolledWindow(method(), account, imeis, span), answer.facts(), answer.rejections());
    }
}
