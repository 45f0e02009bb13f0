package io.fleetline.simulator.recorded;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One vehicle of a recording: its points as recorded, and the trips and stops derived from them. */
final class RecordedVehicle {
    private static final double FASTEST_KMH = 160;

    private final Device device;
    private final Journey journey;
    private final List<Stand> stands;
    private final List<Ride> rides;

    RecordedVehicle(Device device, Journey journey) {
        this.device = device;
        this.journey = journey;
        stands = Stand.in(journey);
        rides = Ride.in(journey, stands);
    }

    Device device() {
        return device;
    }

    @Nullable Fix latestFix(Instant now) {
        var last = journey.lastUpTo(now.getEpochSecond());
        return last < 0 ? null : fix(last);
    }

    List<Fix> fixes(TimeSpan span, Instant now) {
        var until = Math.min(span.to().getEpochSecond(), now.getEpochSecond());
        var first = journey.firstFrom(span.from().getEpochSecond());
        return IntStream.rangeClosed(first, journey.lastUpTo(until))
                .mapToObj(this::fix)
                .toList();
    }

    List<Trip> trips(TimeSpan span, Instant now) {
        return rides.stream()
                .filter(ride -> overlapsAndHasEnded(ride.first(), ride.last(), span, now))
                .map(this::trip)
                .toList();
    }

    List<Stop> stops(Stop.Kind kind, TimeSpan span, Instant now) {
        return stands.stream()
                .filter(stand -> stand.kind() == kind && overlapsAndHasEnded(stand.first(), stand.last(), span, now))
                .map(this::stop)
                .toList();
    }

    /** An ignition alarm at both ends of each trip. */
    List<Alarm> alarms(TimeSpan span, Instant now) {
        return rides.stream()
                .flatMap(ride ->
                        Stream.of(alarm("ACC_ON", "ACC on", ride.first()), alarm("ACC_OFF", "ACC off", ride.last())))
                .filter(alarm -> !alarm.alarmTime().isBefore(span.from())
                        && !alarm.alarmTime().isAfter(span.to())
                        && !alarm.alarmTime().isAfter(now))
                .toList();
    }

    private boolean overlapsAndHasEnded(int first, int last, TimeSpan span, Instant now) {
        return !time(first).isAfter(span.to())
                && !time(last).isBefore(span.from())
                && !time(last).isAfter(now);
    }

    private Fix fix(int index) {
        var stand = standAt(index);
        var speed = stand == null ? Math.min(FASTEST_KMH, Math.rint(journey.speedKmh(index))) : 0;
        return new Fix(
                device.imei(),
                time(index),
                journey.lat(index),
                journey.lng(index),
                speed,
                speed == 0 ? null : Math.floor(journey.bearingTo(index)),
                stand == null || stand.kind() == Stop.Kind.IDLING,
                null,
                null,
                odometerKm(index),
                PositionType.GPS,
                FactSource.TRACK_LIST,
                time(index));
    }

    private Trip trip(Ride ride) {
        var seconds = journey.second(ride.last()) - journey.second(ride.first());
        var km = (journey.metres(ride.last()) - journey.metres(ride.first())) / 1000;
        return new Trip(
                device.imei(),
                time(ride.first()),
                time(ride.last()),
                journey.lat(ride.first()),
                journey.lng(ride.first()),
                journey.lat(ride.last()),
                journey.lng(ride.last()),
                km,
                seconds,
                0L,
                km / seconds * 3600,
                maxSpeedKmh(ride),
                odometerKm(ride.first()),
                odometerKm(ride.last()),
                null,
                null,
                FactSource.POLL);
    }

    private double maxSpeedKmh(Ride ride) {
        var fastest = IntStream.rangeClosed(ride.first() + 1, ride.last())
                .mapToDouble(journey::speedKmh)
                .max();
        return Math.min(FASTEST_KMH, fastest.orElse(0));
    }

    private Stop stop(Stand stand) {
        return new Stop(
                device.imei(),
                stand.kind(),
                time(stand.first()),
                time(stand.last()),
                journey.second(stand.last()) - journey.second(stand.first()),
                journey.lat(stand.first()),
                journey.lng(stand.first()),
                null);
    }

    private Alarm alarm(String type, String name, int index) {
        var ignitionOn = type.equals("ACC_ON");
        return new Alarm(
                device.imei(),
                type,
                name,
                time(index),
                journey.lat(index),
                journey.lng(index),
                0.0,
                ignitionOn,
                FactSource.POLL);
    }

    private @Nullable Stand standAt(int index) {
        var low = 0;
        for (var high = stands.size() - 1; low <= high; ) {
            var middle = (low + high) / 2;
            var stand = stands.get(middle);
            if (stand.covers(index)) {
                return stand;
            }
            if (stand.last() < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private double odometerKm(int index) {
        return Math.round(journey.metres(index)) / 1000.0;
    }

    private Instant time(int index) {
        return Instant.ofEpochSecond(journey.second(index));
    }
}
