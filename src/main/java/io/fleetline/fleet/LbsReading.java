package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The radio cells or WiFi stations that a device received where it had no GPS.
 *
 * @param postType WIFI or LBS
 * @param mcc the mobile country code
 * @param mnc the mobile network code
 * @param cells the vendor's list {@code lac,ci,rssi;…}
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record LbsReading(
        String imei,
        Instant readingTime,
        @Nullable String postType,
        @Nullable Integer mcc,
        @Nullable Integer mnc,
        @Nullable String cells,
        String raw) {}
