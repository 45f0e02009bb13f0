package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One position of one device at one second.
 *
 * @param imei the device
 * @param gpsTime when the receiver made the fix
 * @param lat latitude, WGS-84 degrees, -90 to 90
 * @param lng longitude, WGS-84 degrees, -180 to 180
 * @param speedKmh speed over ground, km/h
 * @param directionDeg course in degrees from north, 0 to 360; null if the device does not know it
 * @param ignitionOn whether the ignition was on; null if not reported
 * @param satellites satellites in use
 * @param altitudeM height above sea level, metres
 * @param odometerKm the device's cumulative mileage, kilometres
 * @param posType how the position was determined
 * @param source the channel by which it was received
 * @param heartbeatTime the device's last sign of life, often newer than the fix of a parked vehicle
 * @param raw the whole item as JSON text, if one of its fields was unusable
 */
public record Fix(
        String imei,
        Instant gpsTime,
        double lat,
        double lng,
        @Nullable Double speedKmh,
        @Nullable Double directionDeg,
        @Nullable Boolean ignitionOn,
        @Nullable Integer satellites,
        @Nullable Double altitudeM,
        @Nullable Double odometerKm,
        @Nullable PositionType posType,
        FactSource source,
        @Nullable Instant heartbeatTime,
        @Nullable String raw) {

    /** A fix with these fields only. */
    public Fix(
            String imei,
            Instant gpsTime,
            double lat,
            double lng,
            @Nullable Double speedKmh,
            @Nullable Double directionDeg,
            @Nullable Boolean ignitionOn,
            @Nullable Integer satellites,
            @Nullable Double altitudeM,
            @Nullable Double odometerKm,
            @Nullable PositionType posType,
            FactSource source,
            @Nullable Instant heartbeatTime) {
        this(
                imei,
                gpsTime,
                lat,
                lng,
                speedKmh,
                directionDeg,
                ignitionOn,
                satellites,
                altitudeM,
                odometerKm,
                posType,
                source,
                heartbeatTime,
                null);
    }
}
