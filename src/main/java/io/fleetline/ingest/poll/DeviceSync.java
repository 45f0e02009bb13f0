package io.fleetline.ingest.poll;

import io.fleetline.fleet.Device;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Syncs master data at start and every night at two: the account's list first, so that other jobs can begin, then each device's
 * detail, which has values where the list has nulls. A device that the list no longer names is disabled, but an empty
 * list is a fault of the vendor and disables nothing.
 */
final class DeviceSync implements PollJob {
    static final String METHOD = "jimi.user.device.list";
    private static final String DETAIL = "jimi.track.device.detail";
    private static final Logger LOG = Logger.getLogger(DeviceSync.class);
    private static final LocalTime NIGHTLY = LocalTime.of(2, 0);
    private static final int DETAILS_PER_SAVE = 200;

    private final TracksolidClient client;
    private final DeviceRegistry registry;
    private final Calls calls;
    private final ZoneId fleetZone;

    DeviceSync(TracksolidClient client, DeviceRegistry registry, Calls calls, ZoneId fleetZone) {
        this.client = client;
        this.registry = registry;
        this.calls = calls;
        this.fleetZone = fleetZone;
    }

    @Override
    public String name() {
        return METHOD;
    }

    @Override
    public Duration interval() {
        return Duration.ofDays(1);
    }

    @Override
    public boolean needsDevices() {
        return false;
    }

    /** The next 02:00 in the fleet's time zone. */
    @Override
    public Instant dueAfter(Instant startedAt) {
        var local = startedAt.atZone(fleetZone);
        var tonight = local.with(NIGHTLY);
        return (tonight.isAfter(local) ? tonight : tonight.plusDays(1)).toInstant();
    }

    @Override
    public void run(String account) {
        var listed = calls.logged(METHOD, account, () -> {
            var devices = client.userDeviceList(account);
            registry.save(account, devices);
            return new Calls.CountedAnswer<>(devices, devices.size(), new Stored(devices.size(), 0, 0));
        });
        var imeis = listed.stream().map(Device::imei).toList();
        int gone = registry.disableUnlisted(account, imeis);
        if (gone > 0) {
            LOG.infof("account %s no longer lists %d devices: they are disabled", account, gone);
        }
        Chunks.of(imeis, DETAILS_PER_SAVE).forEach(some -> saveDetails(account, some));
    }

    private void saveDetails(String account, List<String> imeis) {
        Queue<Device> details = new ConcurrentLinkedQueue<>();
        try {
            SideBySide.run(imeis, imei -> addDetail(account, imei, details));
        } finally {
            registry.save(account, List.copyOf(details));
        }
    }

    private void addDetail(String account, String imei, Queue<Device> details) {
        try {
            details.add(calls.logged(DETAIL, account, () -> {
                var device = client.trackDeviceDetail(account, imei);
                return new Calls.CountedAnswer<>(device, 1, new Stored(1, 0, 0));
            }));
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            LOG.infof("%s, device %s: only its list entry is used", e.getMessage(), imei);
        }
    }
}
