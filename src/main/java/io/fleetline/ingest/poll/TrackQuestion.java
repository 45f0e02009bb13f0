package io.fleetline.ingest.poll;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.TracksolidClient;
import java.util.List;

/** Fixes from {@code jimi.device.track.list}, one device per call. Fixes are only added, never removed. */
final class TrackQuestion implements WindowQuestion {
    private final TracksolidClient client;
    private final FactWriter<Fix> writer;
    private final Calls calls;

    TrackQuestion(TracksolidClient client, FactWriter<Fix> writer, Calls calls) {
        this.client = client;
        this.writer = writer;
        this.calls = calls;
    }

    @Override
    public String method() {
        return TrackLists.METHOD;
    }

    @Override
    public int imeisPerCall() {
        return 1;
    }

    @Override
    public void ask(String account, List<String> imeis, TimeSpan span) {
        calls.store(method(), account, writer, () -> client.deviceTrackList(account, imeis.getFirst(), span));
    }
}
