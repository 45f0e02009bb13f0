package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Readings of engine computers, with the whole item as received. */
public final class ObdTable implements FactTable<ObdReading> {
    private static final String NAME = "tracksolid.obd_readings";
    private static final List<String> COLUMNS = List.of(
            "engine_rpm",
            "fuel_level_pct",
            "speed",
            "coolant_c",
            "voltage_v",
            "odometer_km",
            "fuel_litres",
            "device_mileage_km",
            "vin",
            "source",
            "raw");

    private final OncePerContent<ObdReading> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time"), COLUMNS, List.of("raw"), this::key, ObdTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(ObdReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(ObdReading fact) {
        return fact.source();
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(ObdReading first, ObdReading second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<ObdReading> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<ObdReading> facts) throws SQLException {
        facts.texts(ObdReading::imei)
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
    }

    /** Of their values, only litres are rolled up. */
    @Override
    public void follow(Connection connection, List<ObdReading> facts, List<FactKey> changed, Instant now)
            throws SQLException {
        var withLitres = facts.stream()
                .filter(reading -> reading.fuelLitres() != null)
                .map(this::key)
                .collect(Collectors.toSet());
        TouchedDays.mark(
                connection, changed.stream().filter(withLitres::contains).toList());
    }
}
