package io.fleetline.tracksolid;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import org.jspecify.annotations.Nullable;

/** A reading of jimi.device.obd.list. */
record ObdRow(Plausibility plausibility) implements RowMapper<ObdReading> {
    @Override
    public ObdReading map(Wire row) {
        var imei = row.imei("imei");
        var time = row.requiredInstant("dataReportTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        return new ObdReading(
                imei,
                time,
                row.number(Quantity.ENGINE_RPM, "currentRPM"),
                row.number(Quantity.PERCENT, "remainingFuelPercentage"),
                row.number(Quantity.SPEED_KMH, "currentSpeed"),
                row.number(Quantity.TEMPERATURE_C, "coolantTemperature"),
                volts(row),
                row.number(Quantity.DISTANCE_KM, "odometerReading"),
                row.number(Quantity.FUEL_L, "remainingFuel"),
                row.number(Quantity.DISTANCE_KM, "deviceAccumulatedMileage"),
                row.text("vin"),
                FactSource.POLL,
                row.json());
    }

    /** The name is the vendor's own spelling. */
    private static @Nullable Double volts(Wire row) {
        var value = row.number(Quantity.VOLTAGE_V, "vehicleBatterVoltage");
        return value == null ? null : Units.volts(value);
    }
}
