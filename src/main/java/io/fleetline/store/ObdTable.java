package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What the engines' computers said, with the whole item as it came. */
final class ObdTable implements FactTable<ObdReading> {

    private static final String INSERT = """
            INSERT INTO tracksolid.obd_readings
                (imei, reading_time, engine_rpm, fuel_level_pct, speed, coolant_c, voltage_v, odometer_km,
                 fuel_litres, device_mileage_km, vin, source, raw, received_at)
            SELECT o.imei, timestamptz 'epoch' + o.reading_us * interval '1 microsecond', o.engine_rpm, o.fuel_level_pct,
                   o.speed, o.coolant_c, o.voltage_v, o.odometer_km, o.fuel_litres, o.device_mileage_km,
                   o.vin, o.source, o.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS o (imei, reading_us, engine_rpm, fuel_level_pct, speed, coolant_c, voltage_v, odometer_km,
                      fuel_litres, device_mileage_km, vin, source, raw)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.obd_readings";
    }

    @Override
    public FactKey key(ObdReading reading) {
        return FactKey.of(reading.imei(), reading.readingTime());
    }

    @Override
    public FactSource source(ObdReading reading) {
        return reading.source();
    }

    @Override
    public List<FactKey> insert(Connection connection, List<ObdReading> readings, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, readings)
                    .instant(now)
                    .texts(ObdReading::imei)
                    .times(ObdReading::readingTime)
                    .decimals(ObdReading::engineRpm)
                    .decimals(ObdReading::fuelLevelPct)
                    .decimals(ObdReading::speedKmh)
                    .decimals(ObdReading::coolantC)
                    .decimals(ObdReading::voltageV)
                    .decimals(ObdReading::odometerKm)
                    .decimals(ObdReading::fuelLitres)
                    .decimals(ObdReading::deviceMileageKm)
                    .texts(ObdReading::vin)
                    .texts(reading -> reading.source().label())
                    .json(ObdReading::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }

    /** Of all that they say, only litres are rolled up. */
    @Override
    public void follow(Connection connection, List<ObdReading> readings, List<FactKey> changed, Instant now)
            throws SQLException {
        var withLitres = readings.stream()
                .filter(reading -> reading.fuelLitres() != null)
                .map(this::key)
                .collect(Collectors.toSet());
        TouchedDays.mark(
                connection, changed.stream().filter(withLitres::contains).toList());
    }
}
