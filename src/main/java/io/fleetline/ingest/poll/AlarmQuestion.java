package io.fleetline.ingest.poll;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.PolledWindow;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/**
 * Alarms from {@code jimi.device.alarm.list}, page by page to the end. The vendor returns at most 1,000 rows per question:
 * a question that reaches this limit is repeated in parts.
 */
final class AlarmQuestion implements WindowQuestion {
    private static final int MOST_ROWS = 1000;

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
        new WindowParts(method(), (some, part) -> haveAllRows(account, some, part)).ask(imeis, span);
    }

    private boolean haveAllRows(String account, List<String> imeis, TimeSpan span) {
        return new WindowPages<>(answers, calls, new PolledWindow(method(), account, imeis, span))
                .haveAllRows(MOST_ROWS, page -> client.deviceAlarmList(account, imeis, span, page));
    }
}
