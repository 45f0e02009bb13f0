package io.fleetline.ingest.poll;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.FactWriter;
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
    private final FactWriter<Alarm> writer;
    private final Calls calls;

    AlarmQuestion(TracksolidClient client, FactWriter<Alarm> writer, Calls calls) {
        this.client = client;
        this.writer = writer;
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
        if (haveAllRows(account, imeis, span)) {
            return;
        }
        if (span.length().compareTo(SHORTEST) <= 0) {
            LOG.warnf(
                    "%s: the alarms of account %s in %s cannot be had whole: some may be missing",
                    method(), account, span);
            return;
        }
        var middle = span.from().plus(span.length().dividedBy(2));
        ask(account, imeis, new TimeSpan(span.from(), middle));
        ask(account, imeis, new TimeSpan(middle, span.to()));
    }

    private boolean haveAllRows(String account, List<String> imeis, TimeSpan span) {
        return Pages.haveAllRows(
                MOST_ROWS,
                page -> calls.store(
                        method(), account, writer, () -> client.deviceAlarmList(account, imeis, span, page)));
    }
}
