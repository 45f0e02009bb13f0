package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.TemperatureReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Readings of climate sensors, with the whole item as received. */
public final class TemperatureTable implements FactTable<TemperatureReading> {
    private static final String NAME = "tracksolid.temperature_readings";
    private static final List<String> COLUMNS = List.of("temperature_c", "humidity_pct", "sensor", "raw");

    private final OncePerContent<TemperatureReading> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time"), COLUMNS, List.of("raw"), this::key, TemperatureTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(TemperatureReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(TemperatureReading fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(TemperatureReading first, TemperatureReading second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<TemperatureReading> facts, Instant now)
            throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<TemperatureReading> facts) throws SQLException {
        facts.texts(TemperatureReading::imei)
                .times(TemperatureReading::readingTime)
                .decimals(TemperatureReading::temperatureC)
                .decimals(TemperatureReading::humidityPct)
                .texts(TemperatureReading::sensor)
                .json(TemperatureReading::raw);
    }
}
