package io.fleetline.simulator.recorded;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.simulator.Imei;
import io.fleetline.simulator.ReportedFix;
import io.fleetline.simulator.SimulatedFleet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded fixes at another time: each vehicle of the recording becomes a device, its coordinates stay exactly as they
 * are, and all times are shifted by the same amount. Trips and stops follow the rules of {@link Stand} and {@link Ride}.
 */
public final class RecordedFleet implements SimulatedFleet {
    private static final String IMEI_PREFIX = "861000";
    private static final TimeSpan ALWAYS = new TimeSpan(Instant.EPOCH, Instant.ofEpochSecond(Integer.MAX_VALUE * 2L));

    private final Map<String, RecordedVehicle> vehicles = new LinkedHashMap<>();
    private final Map<String, List<Device>> devices = new LinkedHashMap<>();
    private final Map<String, String> imeis = new HashMap<>();

    /**
     * @param csv plain or gzipped (.gz), {@code epoch_s,vehicle,lat,lng} and any further columns
     * @param from the first second of the recording to replay, inclusive
     * @param to the end of the part to replay, exclusive
     * @param playFrom the time to which {@code from} is shifted
     * @param accounts vehicles are assigned to them in turn, ordered by name
     * @throws IllegalArgumentException if the file has another header or there are no accounts
     */
    public RecordedFleet(Path csv, Instant from, Instant to, Instant playFrom, List<String> accounts) {
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("a recorded fleet needs at least one account");
        }
        accounts.forEach(account -> devices.put(account, new ArrayList<>()));
        var shift = playFrom.getEpochSecond() - from.getEpochSecond();
        Recording.read(csv, from, to).forEach((name, points) -> {
            var account = accounts.get(vehicles.size() % accounts.size());
            var device = device(name, account, vehicles.size());
            devices.computeIfAbsent(account, _ -> new ArrayList<>()).add(device);
            imeis.put(name, device.imei());
            vehicles.put(device.imei(), new RecordedVehicle(device, new Journey(points, shift)));
        });
    }

    /** Every fix that will have been served when the replay is over: one per vehicle and second, with shifted times. */
    public List<Fix> expectedFixes() {
        return vehicles.values().stream()
                .flatMap(vehicle -> vehicle.fixes(ALWAYS, ALWAYS.to()).stream())
                .toList();
    }

    /** The IMEI assigned to a vehicle of the recording, or null if it is not replayed. */
    public @Nullable String imeiOf(String recordedVehicle) {
        return imeis.get(recordedVehicle);
    }

    @Override
    public List<String> accounts() {
        return List.copyOf(devices.keySet());
    }

    @Override
    public List<Device> devices(String account) {
        return List.copyOf(devices.getOrDefault(account, List.of()));
    }

    @Override
    public @Nullable Device device(String imei) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? null : vehicle.device();
    }

    @Override
    public @Nullable Fix latestFix(String imei, Instant now) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? null : vehicle.latestFix(now);
    }

    @Override
    public List<ReportedFix> track(String imei, TimeSpan span, Instant now) {
        return rows(
                imei,
                vehicle -> vehicle.fixes(span, now).stream()
                        .map(fix -> new ReportedFix(fix, false))
                        .toList());
    }

    @Override
    public List<Trip> trips(String imei, TimeSpan span, Instant now) {
        return rows(imei, vehicle -> vehicle.trips(span, now));
    }

    @Override
    public List<Stop> stops(String imei, Stop.Kind kind, TimeSpan span, Instant now) {
        return rows(imei, vehicle -> vehicle.stops(kind, span, now));
    }

    @Override
    public List<Alarm> alarms(String imei, TimeSpan span, Instant now) {
        return rows(imei, vehicle -> vehicle.alarms(span, now));
    }

    /** Always empty: the recordings hold no engine data. */
    @Override
    public List<ObdReading> obdReadings(String imei, TimeSpan span, Instant now) {
        return List.of();
    }

    private <T> List<T> rows(String imei, Function<RecordedVehicle, List<T>> question) {
        var vehicle = vehicles.get(imei);
        return vehicle == null ? List.of() : question.apply(vehicle);
    }

    private static Device device(String name, String account, int index) {
        return new Device(
                Imei.of(IMEI_PREFIX, index),
                account,
                account,
                name,
                "GT06N",
                "automobile",
                "Recorded",
                null,
                name,
                "REC %03d".formatted(index + 1),
                "REC %03d".formatted(index + 1),
                "taxi",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                null,
                null,
                null);
    }
}
