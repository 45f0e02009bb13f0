package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One drive, from ignition on to ignition off, as the vendor counts it.
 *
 * @param distanceKm kilometres driven
 * @param drivingTimeS seconds under way
 * @param idleTimeS seconds standing with the engine on, within the trip
 * @param startOdometerKm cumulative mileage at the start, kilometres
 */
public record Trip(
        String imei,
        Instant startTime,
        Instant endTime,
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
        FactSource source) {}
