package io.fleetline.ingest.poll;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.DeviceRegistry;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/**
 * Parking (engine off) and idling (engine on) by {@code jimi.open.platform.report.parking}, which must be asked under the
 * account that owns the devices.
 */
final class StopQuestion implements Question {
    /** A limit of ours: a longer answer is had in halves. */
    private static final int MOST_ROWS = 10_000;

    private final TracksolidClient client;
    private final FactWriter<Stop> writer;
    private final DeviceRegistry devices;
    private final Calls calls;

    StopQuestion(TracksolidClient client, FactWriter<Stop> writer, DeviceRegistry devices, Calls calls) {
        this.client = client;
        this.writer = writer;
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
    public void ask(String account, List<String> imeis, TimeSpan span) {
        devices.byOwner(imeis).forEach((owner, owned) -> askOwner(owner, owned, span));
    }

    private void askOwner(String account, List<String> imeis, TimeSpan span) {
        for (var kind : Stop.Kind.values()) {
            new Halves(method(), (some, part) -> haveAllRows(account, some, part, kind)).ask(imeis, span);
        }
    }

    private boolean haveAllRows(String account, List<String> imeis, TimeSpan span, Stop.Kind kind) {
        return Pages.haveAllRows(MOST_ROWS, page -> {
            int startRow = 1 + (page - 1) * Pages.ROWS_PER_PAGE;
            return calls.store(
                    method(), account, writer, () -> client.reportParking(account, imeis, span, kind, startRow));
        });
    }
}
