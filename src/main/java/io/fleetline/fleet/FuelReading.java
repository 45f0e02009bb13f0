package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fuel sensor said.
 *
 * @param fuelLevel in the unit that {@code fuelUnit} names
 * @param fuelUnit L or %, or the vendor's word when it is another, such as V: it is text, not a number
 * @param sensor which of the device's sensors, where there are several tanks
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record FuelReading(
        String imei,
        Instant readingTime,
        @Nullable Double fuelLevel,
        @Nullable String fuelUnit,
        @Nullable String sensor,
        String raw) {}
