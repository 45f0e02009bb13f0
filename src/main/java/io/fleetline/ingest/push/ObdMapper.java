package io.fleetline.ingest.push;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.Units;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushobd}: readings of the engine computer. */
record ObdMapper(Plausibility plausibility) implements PushMapper<ObdReading> {
    private static final String[] RPM = {
        "currentrpm", "enginerpm", "rpm", "enginespeed", "engineturnspeed", "rotatespeed", "rev"
    };
    private static final String[] FUEL_PERCENT = {
        "remainingfuelpercentage",
        "fuellevelpct",
        "fuellevelinput",
        "fuellevel",
        "fuelpercent",
        "fuelpercentage",
        "fuelpct",
        "oilpercent"
    };
    private static final String[] FUEL_LITRES = {
        "remainingfuel", "fuellitres", "fuelliters", "fuelvolume", "remainoil", "oilmass"
    };
    private static final String[] SPEED = {"currentspeed", "vehiclespeed", "obdspeed", "carspeed", "speed", "gpsspeed"};
    private static final String[] COOLANT = {
        "coolanttemperature",
        "coolanttemp",
        "coolant",
        "enginecoolanttemp",
        "enginecoolanttemperature",
        "watertemperature",
        "watertemp"
    };
    /** The first is the vendor's own spelling. */
    private static final String[] VOLTAGE = {
        "vehiclebattervoltage", "vehiclebatteryvoltage", "batteryvoltage", "vehiclevoltage", "voltage", "powervoltage"
    };

    private static final String[] ODOMETER_KM = {
        "odometerreading", "odometer", "odometerkm", "dashboardmileage", "totalmileage"
    };
    private static final String[] DEVICE_MILEAGE_KM = {"deviceaccumulatedmileage", "devicemileage", "accumulatedmileage"
    };
    private static final String[] VIN = {"vin", "vincode", "vehiclevin"};

    @Override
    public void map(Item item, Consumer<ObdReading> readings) {
        var fields = new LooseFields(item);
        readings.accept(new ObdReading(
                fields.imei(UnpublishedLayout.IMEI),
                UnpublishedLayout.time(fields, plausibility),
                fields.number(Quantity.ENGINE_RPM, RPM),
                fields.number(Quantity.PERCENT, FUEL_PERCENT),
                fields.number(Quantity.SPEED_KMH, SPEED),
                fields.number(Quantity.TEMPERATURE_C, COOLANT),
                volts(fields),
                fields.number(Quantity.DISTANCE_KM, ODOMETER_KM),
                fields.number(Quantity.FUEL_L, FUEL_LITRES),
                fields.number(Quantity.DISTANCE_KM, DEVICE_MILEAGE_KM),
                fields.text(VIN),
                FactSource.PUSH,
                item.json()));
    }

    private static @Nullable Double volts(LooseFields fields) {
        var value = fields.number(Quantity.VOLTAGE_V, VOLTAGE);
        return value == null ? null : Units.volts(value);
    }
}
