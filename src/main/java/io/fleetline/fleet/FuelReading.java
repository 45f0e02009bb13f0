package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fuel sensor said.
 *
 * @param fuelLevel in the unit that {@code fuelUnit} names
 * @param fuelUnit the vendor's word, such as L, % or V: it is text, not a number
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record FuelReading(
        String imei,
        Instant readingTime,
        @Nullable Double fuelLevel,
        @Nullable String fuelUnit,
        String raw) {}
