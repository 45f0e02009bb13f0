package io.fleetline.read.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle's newest fix.
 *
 * @param lng degrees, WGS 84
 * @param lat degrees, WGS 84
 * @param speedKmh null if unknown
 * @param courseDegrees clockwise from north; null if unknown
 * @param odometerKm null if unknown
 * @param time by the device's clock
 * @param offlineAfter without a later fix the vehicle is offline after this time; null: never
 */
public record LiveFix(
        double lng,
        double lat,
        @Nullable Double speedKmh,
        @Nullable Double courseDegrees,
        @Nullable Double odometerKm,
        Instant time,
        @Nullable Instant offlineAfter) {}
