package io.fleetline.simulator.wire;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Faults;
import io.fleetline.simulator.SimulatedFleet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a method needs to answer one call.
 *
 * @param owner the parent of all other accounts
 * @param now the vendor's time
 * @param fleetNow the fleet's time; nothing later is returned
 */
record Scene(SimulatedFleet fleet, Faults faults, String owner, Instant now, Instant fleetNow) {
    /** How many rows to skip to reach the requested page. */
    int skip(int asked) {
        return faults.isOn(Fault.FIRST_PAGE_ONLY) ? 0 : asked;
    }

    /** The devices that the account lists: its own, or for the parent account those of every account. */
    List<Device> listedBy(String account) {
        checkAccount(account);
        var accounts = account.equals(owner) ? fleet.accounts() : List.of(account);
        return accounts.stream().flatMap(each -> fleet.devices(each).stream()).toList();
    }

    /** @throws Refusal 1002 if one of them is unknown */
    List<Device> devices(List<String> imeis) {
        return imeis.stream().map(this::device).toList();
    }

    /** @throws Refusal 1002 if it is unknown */
    Device device(String imei) {
        var device = fleet.device(imei);
        if (device == null) {
            throw Refusal.illegal("Illegal device");
        }
        return device;
    }

    /** @throws Refusal 1002 if one of them does not belong to the account; the parent account has all devices */
    List<Device> devicesOf(String account, List<String> imeis) {
        checkAccount(account);
        var devices = devices(imeis);
        if (!account.equals(owner) && !devices.stream().allMatch(device -> account.equals(device.account()))) {
            throw Refusal.illegal("Illegal device");
        }
        return devices;
    }

    /**
     * Whether a list for the span includes an item with these times. The vendor's rule is not documented.
     *
     * @param end null if it has not ended
     */
    boolean lists(Instant start, @Nullable Instant end, TimeSpan span) {
        var begins = !start.isBefore(span.from()) && !start.isAfter(span.to());
        if (faults.isOn(Fault.LIST_INSIDE)) {
            return begins && end != null && !end.isAfter(span.to());
        }
        return begins || !faults.isOn(Fault.LIST_BY_START);
    }

    /** @throws Refusal 1002 if there is no such account */
    void checkAccount(String account) {
        if (!account.equals(owner) && !fleet.accounts().contains(account)) {
            throw Refusal.illegal("Account queried doesn't exist");
        }
    }
}
