package io.fleetline.ingest.poll;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/**
 * Parking (engine off) and idling (engine on) by {@code jimi.open.platform.report.parking}, which must be asked under the
 * account that owns the devices.
 */
final class StopQuestion implements Question {
    private final TracksolidClient client;
    private final FactWriter<Stop> writer;
    private final Calls calls;

    StopQuestion(TracksolidClient client, FactWriter<Stop> writer, Calls calls) {
        this.client = client;
        this.writer = writer;
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
    public void ask(String account, List<String> imeis, TimeSpan span) {
        for (var kind : Stop.Kind.values()) {
            askAllPages(account, imeis, span, kind);
        }
    }

    private void askAllPages(String account, List<String> imeis, TimeSpan span, Stop.Kind kind) {
        Pages.ask(Integer.MAX_VALUE, page -> {
            int startRow = 1 + (page - 1) * Pages.ROWS_PER_PAGE;
            return calls.store(
                            method(), account, writer, () -> client.reportParking(account, imeis, span, kind, startRow))
                    .rows();
        });
    }
}
