package io.fleetline.simulator.synthetic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A vehicle's days: each lasts 24 hours and begins at local midnight. With hourly rounds it begins up to an hour later, so that the
 * rounds of many vehicles are spread over the hour.
 */
final class Calendar {
    static final ZoneId ZONE = ZoneId.of("Africa/Nairobi");

    private static final double GOLDEN_RATIO = 0.6180339887;

    private Calendar() {}

    /** The number of the vehicle's day to which an instant belongs: its local epoch day. */
    static long dayOf(Vehicle vehicle, long epochSecond) {
        return Instant.ofEpochSecond(epochSecond - offsetS(vehicle))
                .atZone(ZONE)
                .toLocalDate()
                .toEpochDay();
    }

    /** When the vehicle's day begins, epoch seconds. */
    static long startOf(Vehicle vehicle, long day) {
        return LocalDate.ofEpochDay(day).atStartOfDay(ZONE).toEpochSecond() + offsetS(vehicle);
    }

    private static long offsetS(Vehicle vehicle) {
        if (vehicle.duty() != Duty.ROUND_THE_CLOCK) {
            return 0;
        }
        var turns = vehicle.rank() * GOLDEN_RATIO;
        return (long) ((turns - Math.floor(turns)) * 3600);
    }
}
