package io.fleetline.ingest.push;

import io.fleetline.fleet.FuelReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.tracksolid.Quantity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushoil}: fuel sensors. The unit is a word, in a field of its own or behind the number. */
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
    private static final String[] UNIT = {"oilunit", "fuelunit", "unit", "units"};

    @Override
    public void map(Item item, Consumer<FuelReading> readings) {
        var fields = new LooseFields(item);
        readings.accept(new FuelReading(
                fields.imei(UnpublishedLayout.IMEI),
                UnpublishedLayout.time(fields, plausibility),
                level(fields),
                unit(fields),
                item.json()));
    }

    private static @Nullable Double level(LooseFields fields) {
        var litres = fields.number(Quantity.FUEL_L, LEVEL);
        return litres == null ? fields.number(Quantity.PERCENT, LEVEL) : litres;
    }

    private static @Nullable String unit(LooseFields fields) {
        var unit = fields.text(UNIT);
        var level = fields.text(LEVEL);
        if (unit != null || level == null) {
            return unit;
        }
        return level.endsWith("L") ? "L" : level.endsWith("%") ? "%" : null;
    }
}
