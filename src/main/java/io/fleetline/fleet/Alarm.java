package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something the device or the vendor's platform raised the alarm about.
 *
 * @param alarmType the vendor's id, kept as text: numbers come from devices, words from the platform, and new ones appear over time
 * @param alarmName the vendor's wording, for people only; null when it sent none
 */
public record Alarm(
        String imei,
        String alarmType,
        @Nullable String alarmName,
        Instant alarmTime,
        @Nullable Double lat,
        @Nullable Double lng,
        @Nullable Double speedKmh,
        @Nullable Boolean ignitionOn,
        FactSource source) {}
