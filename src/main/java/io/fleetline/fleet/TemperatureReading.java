package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a climate sensor.
 *
 * @param temperatureC degrees Celsius
 * @param humidityPct relative humidity, percent
 * @param sensor the device's sensor
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record TemperatureReading(
        String imei,
        Instant readingTime,
        @Nullable Double temperatureC,
        @Nullable Double humidityPct,
        @Nullable String sensor,
        String raw) {}
