package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Trip;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Faults;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes trips as track.mileage does: distances in metres, unless the fault {@code kilometres} is on. */
final class MileageWriter {
    private final String runTime;
    private final double unitsPerKm;

    MileageWriter(Faults faults) {
        runTime = faults.isOn(Fault.ELAPSED_SPELLING) ? "elapsed" : "runTimeSecond";
        unitsPerKm = faults.isOn(Fault.KILOMETRES) ? 1 : 1000;
    }

    ObjectNode row(Trip trip) {
        return Reply.object()
                .put("imei", trip.imei())
                .put("startTime", VendorTime.text(trip.startTime()))
                .put("endTime", VendorTime.text(trip.endTime()))
                .put("startLat", trip.startLat())
                .put("startLng", trip.startLng())
                .put("endLat", trip.endLat())
                .put("endLng", trip.endLng())
                .put(runTime, Duration.between(trip.startTime(), trip.endTime()).toSeconds())
                .put("distance", units(trip.distanceKm()))
                .put("avgSpeed", rounded(trip.avgSpeedKmh(), 100))
                .put("maxSpeed", rounded(trip.maxSpeedKmh(), 1))
                .put("startMileage", units(trip.startOdometerKm()))
                .put("endMileage", units(trip.endOdometerKm()));
    }

    ObjectNode sum(String imei, List<Trip> trips) {
        var km = trips.stream()
                .mapToDouble(trip -> trip.distanceKm() == null ? 0 : trip.distanceKm())
                .sum();
        return Reply.object().put("imei", imei).put("totalMileage", units(km));
    }

    private @Nullable Double units(@Nullable Double km) {
        return km == null ? null : rounded(km * unitsPerKm, 1000);
    }

    private static @Nullable Double rounded(@Nullable Double value, double parts) {
        return value == null ? null : (Double) (Math.round(value * parts) / parts);
    }
}
