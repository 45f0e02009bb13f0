package io.fleetline;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.simulator.ReportedFix;
import io.fleetline.simulator.SimulatedFleet;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A simulated fleet from whose device list devices can be removed while it runs. */
final class ChangedFleet implements SimulatedFleet {
    private final SimulatedFleet fleet;
    private volatile Predicate<Device> listed = device -> true;

    ChangedFleet(SimulatedFleet fleet) {
        this.fleet = fleet;
    }

    void list(Predicate<Device> only) {
        listed = only;
    }

    @Override
    public List<String> accounts() {
        return fleet.accounts();
    }

    @Override
    public List<Device> devices(String account) {
        return fleet.devices(account).stream().filter(listed).toList();
    }

    @Override
    public @Nullable Device device(String imei) {
        return fleet.device(imei);
    }

    @Override
    public @Nullable Fix latestFix(String imei, Instant now) {
        return fleet.latestFix(imei, now);
    }

    @Override
    public List<ReportedFix> track(String imei, TimeSpan span, Instant now) {
        return fleet.track(imei, span, now);
    }

    @Override
    public List<Trip> trips(String imei, TimeSpan span, Instant now) {
        return fleet.trips(imei, span, now);
    }

    @Override
    public List<Stop> stops(String imei, Stop.Kind kind, TimeSpan span, Instant now) {
        return fleet.stops(imei, kind, span, now);
    }

    @Override
    public List<Alarm> alarms(String imei, TimeSpan span, Instant now) {
        return fleet.alarms(imei, span, now);
    }

    @Override
    public List<ObdReading> obdReadings(String imei, TimeSpan span, Instant now) {
        return fleet.obdReadings(imei, span, now);
    }
}
