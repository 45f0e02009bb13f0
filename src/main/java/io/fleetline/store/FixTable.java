package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Every fix, and with it each device's newest one. */
final class FixTable implements FactTable<Fix> {

    private static final String INSERT = """
            INSERT INTO tracksolid.position_history
                (imei, gps_time, geom, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type,
                 source, received_at)
            SELECT f.imei, timestamptz 'epoch' + f.gps_us * interval '1 microsecond',
                   ST_SetSRID(ST_MakePoint(f.lng, f.lat), 4326), f.lat, f.lng, f.speed, f.direction, f.acc_status,
                   f.satellites, f.altitude, f.odometer_km, f.pos_type, f.source, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS f (imei, gps_us, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type,
                      source)
            ON CONFLICT DO NOTHING
            RETURNING imei, gps_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.position_history";
    }

    @Override
    public FactKey key(Fix fix) {
        return FactKey.of(fix.imei(), fix.gpsTime());
    }

    @Override
    public FactSource source(Fix fix) {
        return fix.source();
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, fixes)
                    .instant(now)
                    .texts(Fix::imei)
                    .times(Fix::gpsTime)
                    .decimals(Fix::lat)
                    .decimals(Fix::lng)
                    .decimals(Fix::speedKmh)
                    .decimals(Fix::directionDeg)
                    .flags(Fix::ignitionOn)
                    .integers(Fix::satellites)
                    .decimals(Fix::altitudeM)
                    .decimals(Fix::odometerKm)
                    .texts(fix -> fix.posType() == null ? null : fix.posType().name())
                    .texts(fix -> fix.source().label());
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        LivePositions.advance(connection, fixes, now);
    }
}
