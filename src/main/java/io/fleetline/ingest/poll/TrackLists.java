package io.fleetline.ingest.poll;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.Cursor;
import io.fleetline.store.CursorMove;
import io.fleetline.store.Cursors;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Polls every fix of every device, one device per call, with {@code jimi.device.track.list}.
 *
 * <p>A device's cursor is its newest fix, not the time of the request: a vehicle that was out of coverage and uploads hours later
 * is asked about from where its track broke off. An empty slice that ended in the past moves the cursor to its end; otherwise an old
 * silence would be requested forever. Gaps in a track are requested again ({@link TrackGaps}).
 */
final class TrackLists implements PollJob {
    static final String METHOD = "jimi.device.track.list";
    private static final Logger LOG = Logger.getLogger(TrackLists.class);
    /** Devices become due one by one; this is how often to check for them. */
    private static final Duration LOOK_FOR_DUE_EVERY = Duration.ofMinutes(1);

    private final TracksolidClient client;
    private final FactWriter<Fix> writer;
    private final Calls calls;
    private final Duration everyDevice;
    private final Windows windows;
    private final DeviceRegistry devices;
    private final Cursors cursors;
    private final InstantSource clock;
    private final TrackGaps gaps;

    /** @param everyDevice the time between two requests for the same device */
    TrackLists(
            TracksolidClient client,
            FactWriter<Fix> writer,
            Calls calls,
            Duration everyDevice,
            Windows windows,
            DeviceRegistry devices,
            Cursors cursors,
            InstantSource clock) {
        this.client = client;
        this.writer = writer;
        this.calls = calls;
        this.everyDevice = everyDevice;
        this.windows = windows;
        this.devices = devices;
        this.cursors = cursors;
        this.clock = clock;
        this.gaps = new TrackGaps(clock);
    }

    @Override
    public String name() {
        return METHOD;
    }

    @Override
    public Duration interval() {
        return LOOK_FOR_DUE_EVERY;
    }

    @Override
    public void run(String account) {
        var imeis = devices.imeisOf(account);
        var known = cursors.ofDevices(METHOD, imeis);
        var due = imeis.stream().filter(imei -> isDue(known.get(imei))).toList();
        SideBySide.run(due, imei -> catchUp(account, imei, known));
    }

    private boolean isDue(@Nullable Cursor cursor) {
        return cursor == null
                || cursor.askedAt() == null
                || cursor.askedAt().isAfter(clock.instant())
                || !cursor.askedAt().plus(everyDevice).isAfter(clock.instant());
    }

    private void catchUp(String account, String imei, Map<String, Cursor> known) {
        var now = clock.instant();
        var cursor = known.get(imei);
        var slices = windows.due(gaps.from(imei, cursor == null ? null : cursor.upTo(), now), now);
        try {
            for (var slice : slices) {
                ask(account, imei, slice, now);
            }
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            LOG.infof("%s, device %s: will be asked about again in its turn", e.getMessage(), imei);
            cursors.move(List.of(
                    new CursorMove(METHOD, account, imei, slices.getFirst().from(), now)));
        }
    }

    private void ask(String account, String imei, TimeSpan slice, Instant now) {
        var track = calls.store(METHOD, account, writer, () -> client.deviceTrackList(account, imei, slice), answer -> {
            var newest = answer.facts().stream().map(Fix::gpsTime).max(Instant::compareTo);
            var upTo = newest.orElseGet(() -> endOfSilence(slice, now));
            return List.of(new CursorMove(METHOD, account, imei, upTo, now));
        });
        gaps.seen(imei, slice, track.facts(), now);
    }

    /** The end of a slice that ends before now; otherwise its beginning, which does not move the cursor. */
    private Instant endOfSilence(TimeSpan slice, Instant now) {
        return slice.length().compareTo(windows.slices().longest()) >= 0
                        && slice.to().isBefore(now)
                ? slice.to()
                : slice.from();
    }
}
