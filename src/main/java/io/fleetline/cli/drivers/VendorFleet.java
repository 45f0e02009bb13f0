package io.fleetline.cli.drivers;

import io.fleetline.ingest.poll.SideBySide;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's data about the vehicles of some accounts.
 *
 * @param devices by IMEI
 * @param failures by account, why its query did not complete; none of its vehicles is among the devices
 */
public record VendorFleet(Map<String, VendorDevice> devices, Map<String, String> failures) {

    /** Receives progress; called by many threads. */
    public record Watch(IntConsumer onListed, Runnable onDetail) {}

    /**
     * Queries all accounts concurrently, each for its list, then for the detail of each device whose list entry is incomplete. If several
     * accounts list a device, the first of the accounts counts.
     */
    public static VendorFleet ask(TracksolidClient client, List<String> accounts, Watch watch) {
        var answers = new ConcurrentHashMap<String, Map<String, VendorDevice>>();
        var failures = new ConcurrentHashMap<String, String>();
        SideBySide.run(accounts, account -> {
            try {
                answers.put(account, ask(client, account, watch));
            } catch (TracksolidException e) {
                failures.put(account, String.valueOf(e.getMessage()));
            }
        });
        var devices = new HashMap<String, VendorDevice>();
        accounts.forEach(account -> answers.getOrDefault(account, Map.of()).forEach(devices::putIfAbsent));
        return new VendorFleet(devices, new TreeMap<>(failures));
    }

    private static Map<String, VendorDevice> ask(TracksolidClient client, String account, Watch watch) {
        var devices = new HashMap<String, VendorDevice>();
        client.userDeviceList(account).forEach(device -> devices.put(device.imei(), VendorDevice.of(device)));
        var incomplete = devices.values().stream()
                .filter(VendorDevice::isIncomplete)
                .map(VendorDevice::imei)
                .toList();
        watch.onListed().accept(incomplete.size());
        var details = new ConcurrentHashMap<String, VendorDevice>();
        SideBySide.run(incomplete, imei -> {
            var detail = detail(client, account, imei);
            if (detail != null) {
                details.put(imei, detail);
            }
            watch.onDetail().run();
        });
        details.forEach((imei, detail) -> devices.computeIfPresent(imei, (_, listed) -> listed.overlaidBy(detail)));
        return devices;
    }

    /** Null if the vendor has none: then the list entry is used. */
    private static @Nullable VendorDevice detail(TracksolidClient client, String account, String imei) {
        try {
            return VendorDevice.of(client.trackDeviceDetail(account, imei));
        } catch (TracksolidException e) {
            if (e.kind() == TracksolidException.Kind.REFUSED) {
                return null;
            }
            throw e;
        }
    }
}
