package io.fleetline.simulator.synthetic;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Vehicles in Nairobi, Mombasa and Kampala that drive, stop, idle, speed and fall silent. What a vehicle does at a moment
 * depends only on seed, vehicle and time, not on earlier calls.
 */
public final class SyntheticFleet implements SimulatedFleet {
    private static final int PLANS_PER_VEHICLE = 4;

    private final Map<String, Vehicle> vehicles = new HashMap<>();
    private final Map<String, List<Device>> devices = new LinkedHashMap<>();
    private final DayPlans plans;

    /**
     * @param vehicleCount distributed over the accounts as evenly as possible
     * @param accounts their names; they are placed in Nairobi, Mombasa and Kampala in turn
     */
    public SyntheticFleet(int vehicleCount, List<String> accounts, long seed) {
        plans = new DayPlans(1000 + PLANS_PER_VEHICLE * vehicleCount);
        for (var i = 0; i < accounts.size(); i++) {
            var first = (int) ((long) vehicleCount * i / accounts.size());
            var next = (int) ((long) vehicleCount * (i + 1) / accounts.size());
            devices.put(accounts.get(i), hire(first, next, accounts.get(i), City.ofAccount(i), seed));
        }
    }

    /** The names of this many accounts: for three, those of the demo; for other numbers account-1, account-2 … */
    public static List<String> accountNames(int count) {
        if (count == 3) {
            return List.of("demo-nairobi", "demo-mombasa", "demo-kampala");
        }
        return IntStream.rangeClosed(1, count).mapToObj(i -> "account-" + i).toList();
    }

    @Override
    public List<String> accounts() {
        return List.copyOf(devices.keySet());
    }

    @Override
    public List<Device> devices(String account) {
        return devices.getOrDefault(account, List.of());
    }

    @Override
    public @Nullable Device device(String imei) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? null : vehicle.device();
    }

    @Override
    public @Nullable Fix latestFix(String imei, Instant now) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? null : new Logbook(vehicle, plans, now).latestFix();
    }

    @Override
    public List<ReportedFix> track(String imei, TimeSpan span, Instant now) {
        return rows(imei, now, logbook -> logbook.track(span));
    }

    @Override
    public List<Trip> trips(String imei, TimeSpan span, Instant now) {
        return rows(imei, now, logbook -> new LogbookTrips(logbook).within(span));
    }

    @Override
    public List<Stop> stops(String imei, Stop.Kind kind, TimeSpan span, Instant now) {
        return rows(imei, now, logbook -> Stops.within(logbook, kind, span));
    }

    @Override
    public List<Alarm> alarms(String imei, TimeSpan span, Instant now) {
        return rows(imei, now, logbook -> Alarms.within(logbook, span));
    }

    @Override
    public List<ObdReading> obdReadings(String imei, TimeSpan span, Instant now) {
        return rows(imei, now, logbook -> Engine.within(logbook, span));
    }

    private List<Device> hire(int first, int next, String account, City city, long seed) {
        return IntStream.range(first, next)
                .mapToObj(index -> Roster.vehicle(seed, index, account, city))
                .peek(vehicle -> vehicles.put(vehicle.imei(), vehicle))
                .map(Vehicle::device)
                .toList();
    }

    private <T> List<T> rows(String imei, Instant now, Function<Logbook, List<T>> question) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? List.of() : question.apply(new Logbook(vehicle, plans, now));
    }
}
