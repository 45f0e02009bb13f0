package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.FuelReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Readings of fuel sensors, with the whole item as received. */
public final class FuelTable extends OncePerContent<FuelReading> {
    public static final FactKind<FuelReading> KIND = new FactKind<>(FuelTable::new);

    private FuelTable() {
        super(
                "tracksolid.fuel_readings",
                List.of(text("imei", FuelReading::imei), timestamptz("reading_time", FuelReading::readingTime)),
                List.of(
                        float8("fuel_level", FuelReading::fuelLevel),
                        text("fuel_unit", FuelReading::fuelUnit),
                        text("sensor", FuelReading::sensor),
                        json("raw", FuelReading::raw)),
                List.of("raw"));
    }

    @Override
    public FactKey key(FuelReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public void follow(Connection connection, List<FuelReading> facts, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
