package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of the vehicle's engine computer.
 *
 * @param engineRpm crankshaft revolutions per minute
 * @param fuelLevelPct tank filling, percent
 * @param coolantC coolant temperature, degrees Celsius
 * @param voltageV battery voltage, volts
 * @param odometerKm the dashboard's mileage, kilometres
 * @param fuelLitres fuel left in the tank, litres; a vehicle reports either this or percent
 * @param deviceMileageKm the tracker's own mileage, kilometres
 * @param vin the vehicle's identification number, as its computer reports it
 * @param source the channel by which it was received
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
        @Nullable Double fuelLitres,
        @Nullable Double deviceMileageKm,
        @Nullable String vin,
        FactSource source,
        String raw) {

    /** A polled reading. */
    public ObdReading(
            String imei,
            Instant readingTime,
            @Nullable Double engineRpm,
            @Nullable Double fuelLevelPct,
            @Nullable Double speedKmh,
            @Nullable Double coolantC,
            @Nullable Double voltageV,
            @Nullable Double odometerKm,
            String raw) {
        this(
                imei,
                readingTime,
                engineRpm,
                fuelLevelPct,
                speedKmh,
                coolantC,
                voltageV,
                odometerKm,
                null,
                null,
                null,
                FactSource.POLL,
                raw);
    }
}
