package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.FuelReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Readings of fuel sensors, with the whole item as received. */
public final class FuelTable implements FactTable<FuelReading> {
    private static final String NAME = "tracksolid.fuel_readings";
    private static final List<String> COLUMNS = List.of("fuel_level", "fuel_unit", "sensor", "raw");

    private final OncePerContent<FuelReading> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time"), COLUMNS, List.of("raw"), this::key, FuelTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(FuelReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(FuelReading fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(FuelReading first, FuelReading second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<FuelReading> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<FuelReading> facts) throws SQLException {
        facts.texts(FuelReading::imei)
                .times(FuelReading::readingTime)
                .decimals(FuelReading::fuelLevel)
                .texts(FuelReading::fuelUnit)
                .texts(FuelReading::sensor)
                .json(FuelReading::raw);
    }

    @Override
    public void follow(Connection connection, List<FuelReading> facts, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
