package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.TemperatureReading;
import java.util.List;

/** Readings of climate sensors, with the whole item as received. */
public final class TemperatureTable extends OncePerContent<TemperatureReading> {
    public static final FactKind<TemperatureReading> KIND = new FactKind<>(TemperatureTable::new);

    private TemperatureTable() {
        super(
                "tracksolid.temperature_readings",
                List.of(
                        text("imei", TemperatureReading::imei),
                        timestamptz("reading_time", TemperatureReading::readingTime)),
                List.of(
                        float8("temperature_c", TemperatureReading::temperatureC),
                        float8("humidity_pct", TemperatureReading::humidityPct),
                        text("sensor", TemperatureReading::sensor),
                        json("raw", TemperatureReading::raw)),
                List.of("raw"));
    }

    @Override
    public FactKey key(TemperatureReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }
}
