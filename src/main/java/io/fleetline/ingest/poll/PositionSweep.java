package io.fleetline.ingest.poll;

import io.fleetline.clock.ClockTicker;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.FactWriter;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Polls the current position of every vehicle: one call per account. Devices that the vendor silently omits from its list are
 * requested by IMEI.
 */
final class PositionSweep implements PollJob {
    static final String METHOD = "jimi.user.device.location.list";
    private static final String BY_NAME = "jimi.device.location.get";
    /** The vendor documents 100; one live deployment allows 50. */
    private static final int IMEIS_PER_CALL = 50;

    private final TracksolidClient client;
    private final FactWriter<Fix> writer;
    private final DeviceRegistry devices;
    private final Calls calls;
    private final Duration interval;
    private final Refusals refusals;
    private final RepeatedRejections rejections;

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
        this.refusals = new Refusals(clock);
        this.rejections = new RepeatedRejections(new ClockTicker(clock));
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
                .filter(imei -> !listed.contains(imei))
                .toList();
        for (var some : Chunks.of(refusals.without(missing), IMEIS_PER_CALL)) {
            refusals.ask(some, few -> askByName(account, few));
        }
    }

    private static Set<String> imeisIn(Answer<Fix> answer) {
        var imeis = new HashSet<>(answer.silentImeis());
        answer.facts().forEach(fix -> imeis.add(fix.imei()));
        answer.rejections().stream().map(Rejection::imei).forEach(imeis::add);
        return imeis;
    }

    private void askByName(String account, List<String> imeis) {
        calls.store(BY_NAME, account, writer, () -> rejections.onceOnly(client.deviceLocationGet(account, imeis)));
    }
}
