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
 * What the vendor says of the vehicles of some accounts.
 *
 * @param devices by IMEI
 * @param failures of the accounts that could not be asked to the end, why; none of their vehicles is among the devices
 */
public record VendorFleet(Map<String, VendorDevice> devices, Map<String, String> failures) {

    /** Who is told how far it has got, by many threads. */
    public record Watch(IntConsumer onListed, Runnable onDetail) {}

    /**
     * Asks all accounts at once, each for its list, then for the detail of each device of which the list does not say all. Of a device that
     * several list, the first of the accounts counts.
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

    /** Null when the vendor gives none: then the list entry has to do. */
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
