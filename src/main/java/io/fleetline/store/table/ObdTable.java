package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Readings of engine computers, with the whole item as received. */
public final class ObdTable extends OncePerContent<ObdReading> {
    public static final FactKind<ObdReading> KIND = new FactKind<>(ObdTable::new);

    private ObdTable() {
        super(
                "tracksolid.obd_readings",
                List.of(text("imei", ObdReading::imei), timestamptz("reading_time", ObdReading::readingTime)),
                List.of(
                        float8("engine_rpm", ObdReading::engineRpm),
                        float8("fuel_level_pct", ObdReading::fuelLevelPct),
                        float8("speed", ObdReading::speedKmh),
                        float8("coolant_c", ObdReading::coolantC),
                        float8("voltage_v", ObdReading::voltageV),
                        float8("odometer_km", ObdReading::odometerKm),
                        float8("fuel_litres", ObdReading::fuelLitres),
                        float8("device_mileage_km", ObdReading::deviceMileageKm),
                        text("vin", ObdReading::vin),
                        text("source", reading -> reading.source().label()),
                        json("raw", ObdReading::raw)),
                List.of("raw"));
    }

    @Override
    public FactKey key(ObdReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(ObdReading fact) {
        return fact.source();
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
