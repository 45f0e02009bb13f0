package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something the device or the vendor's platform raised the alarm about.
 *
 * @param alarmType the vendor's id, kept as text: numbers come from devices, words from the platform, and new ones appear over time
 * @param alarmName the vendor's wording, for people only; null when it sent none
 * @param fenceId the geofence it is about, if it is about one
 * @param raw the whole item, JSON text, where it says more than these fields
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

    /** An alarm that says no more than this. */
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
