package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alarm raised by the device or the vendor's platform.
 *
 * @param alarmType the vendor's id, kept as text: numbers come from devices, words from the platform, and new ones appear over time
 * @param alarmName the vendor's name of it, for people only; null if it sent none
 * @param fenceId the geofence concerned, if any
 * @param raw the whole item as JSON text, if it holds more than these fields
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
        FactSource source,
        @Nullable String fenceId,
        @Nullable String raw) {

    /** An alarm with these fields only. */
    public Alarm(
            String imei,
            String alarmType,
            @Nullable String alarmName,
            Instant alarmTime,
            @Nullable Double lat,
            @Nullable Double lng,
            @Nullable Double speedKmh,
            @Nullable Boolean ignitionOn,
            FactSource source) {
        this(imei, alarmType, alarmName, alarmTime, lat, lng, speedKmh, ignitionOn, source, null, null);
    }
}
