package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.TemperatureReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What climate sensors said, with the whole item as it came. */
final class TemperatureTable implements FactTable<TemperatureReading> {

    private static final String INSERT = """
            INSERT INTO tracksolid.temperature_readings
                (imei, reading_time, temperature_c, humidity_pct, sensor, raw, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.temperature_c,
                   n.humidity_pct, n.sensor, n.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS n (imei, time_us, temperature_c, humidity_pct, sensor, raw)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.temperature_readings";
    }

    @Override
    public FactKey key(TemperatureReading temperatureReading) {
        return FactKey.of(temperatureReading.imei(), temperatureReading.readingTime());
    }

    @Override
    public FactSource source(TemperatureReading temperatureReading) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<TemperatureReading> temperatureReadings, Instant now)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, temperatureReadings)
                    .instant(now)
                    .texts(TemperatureReading::imei)
                    .times(TemperatureReading::readingTime)
                    .decimals(TemperatureReading::temperatureC)
                    .decimals(TemperatureReading::humidityPct)
                    .texts(TemperatureReading::sensor)
                    .json(TemperatureReading::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }
}
