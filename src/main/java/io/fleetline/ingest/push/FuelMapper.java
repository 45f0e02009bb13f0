package io.fleetline.ingest.push;

import io.fleetline.fleet.FuelReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushoil}: fuel sensors. The unit is a word, in its own field or after the number. */
record FuelMapper(Plausibility plausibility) implements PushMapper<FuelReading> {
    private static final String[] LEVEL = {
        "oillevel",
        "fuellevel",
        "oil",
        "fuel",
        "oilvalue",
        "fuelvalue",
        "oilmass",
        "remainingfuel",
        "remainoil",
        "oilheight",
        "level",
        "value"
    };
    private static final String LITRES = "L";
    private static final String PERCENT = "%";
    private static final String[] SENSOR = {
        "sensor", "sensorid", "sensorno", "sensorname", "tank", "tankno", "channel", "index"
    };
    private static final String[] UNIT = {"oilunit", "fuelunit", "unit", "units"};

    @Override
    public void map(Item item, Consumer<FuelReading> readings) {
        var fields = new LooseFields(item);
        readings.accept(new FuelReading(
                fields.imei(UnpublishedLayout.IMEI),
                UnpublishedLayout.time(fields, plausibility),
                level(fields),
                unit(fields),
                fields.text(SENSOR),
                item.json()));
    }

    private static @Nullable Double level(LooseFields fields) {
        var litres = fields.number(Quantity.FUEL_L, LEVEL);
        return litres == null ? fields.number(Quantity.PERCENT, LEVEL) : litres;
    }

    /** Readers expect L and %, so these are normalised; the raw item has the sender's own word. */
    private static @Nullable String unit(LooseFields fields) {
        var unit = fields.text(UNIT);
        if (unit != null) {
            return Quantity.FUEL_L.isUnit(unit) ? LITRES : Quantity.PERCENT.isUnit(unit) ? PERCENT : unit;
        }
        var level = fields.text(LEVEL);
        if (level == null) {
            return null;
        }
        return Quantity.FUEL_L.isUnitOf(level) ? LITRES : Quantity.PERCENT.isUnitOf(level) ? PERCENT : null;
    }
}
