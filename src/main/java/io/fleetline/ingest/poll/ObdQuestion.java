package io.fleetline.ingest.poll;

import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/** OBD readings from {@code jimi.device.obd.list}, page by page. */
final class ObdQuestion implements WindowQuestion {
    /** Our own limit: a longer answer is requested in parts. */
    private static final int MOST_ROWS = 10_000;

    private final TracksolidClient client;
    private final FactWriter<ObdReading> writer;
    private final Calls calls;

    ObdQuestion(TracksolidClient client, FactWriter<ObdReading> writer, Calls calls) {
        this.client = client;
        this.writer = writer;
        this.calls = calls;
    }

    @Override
    public String method() {
        return "jimi.device.obd.list";
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
        return PagedCalls.haveAllRows(
                MOST_ROWS,
                page -> calls.store(method(), account, writer, () -> client.deviceObdList(account, imeis, span, page)));
    }
}
