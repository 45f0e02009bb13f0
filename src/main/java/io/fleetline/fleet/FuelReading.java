package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a fuel sensor.
 *
 * @param fuelLevel in the unit {@code fuelUnit}
 * @param fuelUnit L or %, or another word of the vendor, such as V: it is text, not a number
 * @param sensor the device's sensor, if there are several tanks
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record FuelReading(
        String imei,
        Instant readingTime,
        @Nullable Double fuelLevel,
        @Nullable String fuelUnit,
        @Nullable String sensor,
        String raw) {}
