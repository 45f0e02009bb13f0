package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One drive, from ignition on to ignition off, as the vendor counts it.
 *
 * @param endTime null if it has not ended
 * @param distanceKm kilometres driven
 * @param drivingTimeS seconds driven
 * @param idleTimeS seconds standing with the engine on, within the trip
 * @param startOdometerKm cumulative mileage at the start, kilometres
 * @param raw the whole item as JSON text, for a push whose layout is not documented; otherwise null
 */
public record Trip(
        String imei,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable Double startLat,
        @Nullable Double startLng,
        @Nullable Double endLat,
        @Nullable Double endLng,
        @Nullable Double distanceKm,
        @Nullable Long drivingTimeS,
        @Nullable Long idleTimeS,
        @Nullable Double avgSpeedKmh,
        @Nullable Double maxSpeedKmh,
        @Nullable Double startOdometerKm,
        @Nullable Double endOdometerKm,
        @Nullable String startAddress,
        @Nullable String endAddress,
        FactSource source,
        @Nullable String raw) {

    /** A polled trip. */
    public Trip(
            String imei,
            Instant startTime,
            @Nullable Instant endTime,
            @Nullable Double startLat,
            @Nullable Double startLng,
            @Nullable Double endLat,
            @Nullable Double endLng,
            @Nullable Double distanceKm,
            @Nullable Long drivingTimeS,
            @Nullable Long idleTimeS,
            @Nullable Double avgSpeedKmh,
            @Nullable Double maxSpeedKmh,
            @Nullable Double startOdometerKm,
            @Nullable Double endOdometerKm,
            @Nullable String startAddress,
            @Nullable String endAddress,
            FactSource source) {
        this(
                imei,
                startTime,
                endTime,
                startLat,
                startLng,
                endLat,
                endLng,
                distanceKm,
                drivingTimeS,
                idleTimeS,
                avgSpeedKmh,
                maxSpeedKmh,
                startOdometerKm,
                endOdometerKm,
                startAddress,
                endAddress,
                source,
                null);
    }
}
