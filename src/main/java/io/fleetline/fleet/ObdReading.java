package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's own computer said at one moment.
 *
 * @param engineRpm crankshaft revolutions per minute
 * @param fuelLevelPct tank filling, percent
 * @param coolantC coolant temperature, degrees Celsius
 * @param voltageV battery voltage, volts
 * @param odometerKm the dashboard's mileage, kilometres
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record ObdReading(
        String imei,
        Instant readingTime,
        @Nullable Double engineRpm,
        @Nullable Double fuelLevelPct,
        @Nullable Double speedKmh,
        @Nullable Double coolantC,
        @Nullable Double voltageV,
        @Nullable Double odometerKm,
        String raw) {}
