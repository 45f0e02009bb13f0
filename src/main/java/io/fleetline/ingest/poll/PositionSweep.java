package io.fleetline.ingest.poll;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The sweep: where is every vehicle now. One call an account; devices that the vendor silently leaves out of its list are
 * asked for by name.
 */
final class PositionSweep implements PollJob {
    static final String METHOD = "jimi.user.device.location.list";
    private static final String BY_NAME = "jimi.device.location.get";
    private static final Logger LOG = Logger.getLogger(PositionSweep.class);
    /** The documents say 100, one live deployment says 50. */
    private static final int IMEIS_PER_CALL = 50;
    /** A device the vendor refuses to speak of is asked for again after this long. */
    private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
    /** Of more than these, some are asked for sooner. */
    private static final int MOST_REFUSED = 10_000;

    private final TracksolidClient client;
    private final FactWriter<Fix> writer;
    private final DeviceRegistry devices;
    private final Calls calls;
    private final Duration interval;
    private final InstantSource clock;
    private final Map<String, Instant> refusedAt = Caffeine.newBuilder()
            .maximumSize(MOST_REFUSED)
            .executor(Runnable::run)
            .<String, Instant>build()
            .asMap();
    private final RepeatedRejections rejections = new RepeatedRejections();

    PositionSweep(
            TracksolidClient client,
            FactWriter<Fix> writer,
            DeviceRegistry devices,
            Calls calls,
            Duration interval,
            InstantSource clock) {
        this.client = client;
        this.writer = writer;
        this.devices = devices;
        this.calls = calls;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public String name() {
        return METHOD;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean needsDevices() {
        return false;
    }

    @Override
    public void run(String account) {
        var listed = imeisIn(calls.store(
                METHOD, account, writer, () -> rejections.onceOnly(client.userDeviceLocationList(account))));
        var missing = devices.imeisOf(account).stream()
                .filter(imei -> !listed.contains(imei) && mayBeAskedFor(imei))
                .toList();
        for (var some : Chunks.of(missing, IMEIS_PER_CALL)) {
            askByName(account, some);
        }
    }

    private static Set<String> imeisIn(Answer<Fix> answer) {
        var imeis = new HashSet<>(answer.silentImeis());
        answer.facts().forEach(fix -> imeis.add(fix.imei()));
        answer.rejections().stream().map(Rejection::imei).forEach(imeis::add);
        return imeis;
    }

    private boolean mayBeAskedFor(String imei) {
        var refused = refusedAt.get(imei);
        return refused == null || refused.plus(AFTER_REFUSAL).isBefore(clock.instant());
    }

    /** One device that is not ours makes the vendor refuse the whole call: it is found by halving, the others are served. */
    private void askByName(String account, List<String> imeis) {
        try {
            calls.store(BY_NAME, account, writer, () -> rejections.onceOnly(client.deviceLocationGet(account, imeis)));
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            if (imeis.size() == 1) {
                refusedAt.put(imeis.getFirst(), clock.instant());
                LOG.infof("%s, device %s: asked for again in an hour", e.getMessage(), imeis.getFirst());
                return;
            }
            int half = imeis.size() / 2;
            askByName(account, imeis.subList(0, half));
            askByName(account, imeis.subList(half, imeis.size()));
        }
    }
}
