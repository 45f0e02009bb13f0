package io.fleetline.tracksolid;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.Units;
import io.fleetline.wire.UnusableException;
import org.jspecify.annotations.Nullable;

/** A reading of jimi.device.obd.list. */
record ObdRow(Plausibility plausibility) implements RowMapper<ObdReading> {
    @Override
    public ObdReading map(Wire row) {
        var imei = row.imei("imei");
        var time = row.requiredInstant("dataReportTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(row);
        return new ObdReading(
                imei,
                time,
                side.number(Quantity.ENGINE_RPM, "currentRPM"),
                side.number(Quantity.PERCENT, "remainingFuelPercentage"),
                side.number(Quantity.SPEED_KMH, "currentSpeed"),
                side.number(Quantity.TEMPERATURE_C, "coolantTemperature"),
                volts(side),
                side.number(Quantity.DISTANCE_KM, "odometerReading"),
                side.number(Quantity.FUEL_L, "remainingFuel"),
                side.number(Quantity.DISTANCE_KM, "deviceAccumulatedMileage"),
                side.text("vin"),
                FactSource.POLL,
                row.json());
    }

    /** The field name is the vendor's own spelling. */
    private static @Nullable Double volts(SideFields side) {
        var value = side.number(Quantity.VOLTAGE_V, "vehicleBatterVoltage");
        return value == null ? null : Units.volts(value);
    }
}
