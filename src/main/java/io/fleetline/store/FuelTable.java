package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.FuelReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What fuel sensors said, with the whole item as it came. */
final class FuelTable implements FactTable<FuelReading> {

    private static final String INSERT = """
            INSERT INTO tracksolid.fuel_readings
                (imei, reading_time, fuel_level, fuel_unit, raw, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.fuel_level, n.fuel_unit,
                   n.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?)
                AS n (imei, time_us, fuel_level, fuel_unit, raw)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.fuel_readings";
    }

    @Override
    public FactKey key(FuelReading fuelReading) {
        return FactKey.of(fuelReading.imei(), fuelReading.readingTime());
    }

    @Override
    public FactSource source(FuelReading fuelReading) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<FuelReading> fuelReadings, Instant now)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, fuelReadings)
                    .instant(now)
                    .texts(FuelReading::imei)
                    .times(FuelReading::readingTime)
                    .decimals(FuelReading::fuelLevel)
                    .texts(FuelReading::fuelUnit)
                    .json(FuelReading::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<FuelReading> fuelReadings, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
