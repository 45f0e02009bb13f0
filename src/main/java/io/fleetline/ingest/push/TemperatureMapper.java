package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.TemperatureReading;
import io.fleetline.wire.Quantity;
import java.util.function.Consumer;

/** {@code /pushtem}: temperature and humidity. */
record TemperatureMapper(Plausibility plausibility) implements PushMapper<TemperatureReading> {
    private static final String[] TEMPERATURE = {"temperature", "temp", "tem", "temperaturec", "temvalue", "tempvalue"};
    private static final String[] HUMIDITY = {"humidity", "hum", "humi", "humiditypct", "humvalue"};
    private static final String[] SENSOR = {"sensor", "sensorid", "sensorno", "sensorname", "probe", "channel", "index"
    };

    @Override
    public void map(Item item, Consumer<TemperatureReading> readings) {
        var fields = new LooseFields(item);
        readings.accept(new TemperatureReading(
                fields.imei(UnpublishedLayout.IMEI),
                UnpublishedLayout.time(fields, plausibility),
                fields.number(Quantity.TEMPERATURE_C, TEMPERATURE),
                fields.number(Quantity.PERCENT, HUMIDITY),
                fields.text(SENSOR),
                item.json()));
    }
}
