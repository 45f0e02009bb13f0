package io.fleetline.ingest.poll;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.PolledWindow;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;
import java.util.Set;

/**
 * Parking (engine off) and idling (engine on) by {@code jimi.open.platform.report.parking}, which must be asked under the
 * account that owns the devices.
 */
final class StopQuestion implements Question {
    private final TracksolidClient client;
    private final WindowAnswers<Stop> answers;
    private final Calls calls;

    StopQuestion(TracksolidClient client, WindowAnswers<Stop> answers, Calls calls) {
        this.client = client;
        this.answers = answers;
        this.calls = calls;
    }

    @Override
    public String method() {
        return "jimi.open.platform.report.parking";
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
        for (var kind : Stop.Kind.values()) {
            askAllPages(account, imeis, span, kind);
        }
    }

    private void askAllPages(String account, List<String> imeis, TimeSpan span, Stop.Kind kind) {
        var asked = new PolledWindow(method(), account, Set.copyOf(imeis), span, kind.label());
        try (var pages = new WindowPages<>(answers, calls, asked)) {
            Pages.ask(
                    Integer.MAX_VALUE,
                    page -> pages.ask(() -> client.reportParking(account, imeis, span, kind, startRow(page))));
        }
    }

    private static int startRow(int page) {
        return 1 + (page - 1) * Pages.ROWS_PER_PAGE;
    }
}
