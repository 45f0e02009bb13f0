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
 * Polls the current position of every vehicle: one call per account. Devices that the vendor silently omits from its list are
 * requested by IMEI.
 */
final class PositionSweep implements PollJob {
    static final String METHOD = "jimi.user.device.location.list";
    private static final String BY_NAME = "jimi.device.location.get";
    private static final Logger LOG = Logger.getLogger(PositionSweep.class);
    /** The vendor documents 100; one live deployment allows 50. */
    private static final int IMEIS_PER_CALL = 50;
    /** A device that the vendor refuses is requested again after this time. */
    private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
    /** With more refused devices than this, some are requested earlier. */
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

    /** One foreign device makes the vendor refuse the whole call: halving isolates it, and the others are answered. */
    private void askByName(String account, List<String> imeis) {
        try {
            calls.store(BY_NAME, account, writer, () -> rejections.onceOnly(client.deviceLocationGet(account, imeis)));
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            if (imeis.size() == 1) {
                refusedAt.put(imeis.getFirst(), clock.instant());
                LOG.infof("%s, device %s: will be requested again in an hour", e.getMessage(), imeis.getFirst());
                return;
            }
            int half = imeis.size() / 2;
            askByName(account, imeis.subList(0, half));
            askByName(account, imeis.subList(half, imeis.size()));
        }
    }
}
