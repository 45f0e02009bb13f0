package io.fleetline.ingest.poll;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.PolledWindow;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Alarms by {@code jimi.device.alarm.list}, page by page to the end. The vendor gives at most 1,000 rows for one question:
 * a question that reaches them is asked again in two halves of its time.
 */
final class AlarmQuestion implements Question {
    private static final Logger LOG = Logger.getLogger(AlarmQuestion.class);
    private static final int MOST_ROWS = 1000;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final TracksolidClient client;
    private final WindowAnswers<Alarm> answers;
    private final Calls calls;

    AlarmQuestion(TracksolidClient client, WindowAnswers<Alarm> answers, Calls calls) {
        this.client = client;
        this.answers = answers;
        this.calls = calls;
    }

    @Override
    public String method() {
        return "jimi.device.alarm.list";
    }

    @Override
    public int imeisPerCall() {
        return 100;
    }

    @Override
    public void ask(String account, List<String> imeis, TimeSpan span) {
        if (askAllPages(account, imeis, span) < MOST_ROWS) {
            return;
        }
        if (span.length().compareTo(SHORTEST) <= 0) {
            LOG.warnf(
                    "%s: %d alarms or more of account %s in %s: some may be missing",
                    method(), MOST_ROWS, account, span);
            return;
        }
        // The second half begins with the last seconds of the first: what lies on an edge proves nothing about the
        // vendor's list.
        var middle = span.from().plusSeconds(span.length().toSeconds() / 2);
        ask(account, imeis, new TimeSpan(span.from(), middle));
        ask(account, imeis, new TimeSpan(middle.minusSeconds(2), span.to()));
    }

    /** @return how many rows came */
    private int askAllPages(String account, List<String> imeis, TimeSpan span) {
        var asked = new PolledWindow(method(), account, imeis, span);
        try (var pages = new WindowPages<>(answers, calls, asked)) {
            return Pages.ask(MOST_ROWS, page -> pages.ask(() -> client.deviceAlarmList(account, imeis, span, page)));
        }
    }
}
