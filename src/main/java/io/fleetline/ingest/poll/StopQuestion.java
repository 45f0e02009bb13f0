package io.fleetline.ingest.poll;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.PolledWindow;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;
import java.util.Set;

/**
 * Parking (engine off) and idling (engine on) from {@code jimi.open.platform.report.parking}, which must be called with the
 * account that owns the devices.
 */
final class StopQuestion implements WindowQuestion {
    /** Our own limit: a longer answer is requested in parts. */
    private static final int MOST_ROWS = 10_000;

    private final TracksolidClient client;
    private final WindowAnswers<Stop> answers;
    private final DeviceRegistry devices;
    private final Calls calls;

    StopQuestion(TracksolidClient client, WindowAnswers<Stop> answers, DeviceRegistry devices, Calls calls) {
        this.client = client;
        this.answers = answers;
        this.devices = devices;
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
        devices.byOwner(imeis).forEach((owner, owned) -> askOwner(owner, owned, span));
    }

    private void askOwner(String account, List<String> imeis, TimeSpan span) {
        for (var kind : Stop.Kind.values()) {
            new WindowParts(method(), (some, part) -> haveAllRows(account, some, part, kind)).ask(imeis, span);
        }
    }

    private boolean haveAllRows(String account, List<String> imeis, TimeSpan span, Stop.Kind kind) {
        var asked = new PolledWindow(method(), account, Set.copyOf(imeis), span, kind);
        return new WindowPages<>(answers, calls, asked)
                .haveAllRows(MOST_ROWS, page -> client.reportParking(account, imeis, span, kind, startRow(page)));
    }

    private static int startRow(int page) {
        return 1 + (page - 1) * PagedCalls.ROWS_PER_PAGE;
    }
}
