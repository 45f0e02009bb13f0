package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Heartbeat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Signs of life between fixes. */
final class HeartbeatTable implements FactTable<Heartbeat> {

    private static final String INSERT = """
            INSERT INTO tracksolid.heartbeats
                (imei, reading_time, power_level, gsm_signal, acc_status, oil_connected, gps_fixed, remote_locked,
                 charging, armed, temperature_c, voltage_v, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.power_level, n.gsm_signal,
                   n.acc_status, n.oil_connected, n.gps_fixed, n.remote_locked, n.charging, n.armed,
                   n.temperature_c, n.voltage_v, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS n (imei, time_us, power_level, gsm_signal, acc_status, oil_connected, gps_fixed, remote_locked,
                      charging, armed, temperature_c, voltage_v)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.heartbeats";
    }

    @Override
    public FactKey key(Heartbeat heartbeat) {
        return FactKey.of(heartbeat.imei(), heartbeat.readingTime());
    }

    @Override
    public FactSource source(Heartbeat heartbeat) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Heartbeat> heartbeats, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, heartbeats)
                    .instant(now)
                    .texts(Heartbeat::imei)
                    .times(Heartbeat::readingTime)
                    .integers(Heartbeat::powerLevel)
                    .integers(Heartbeat::gsmSignal)
                    .flags(Heartbeat::ignitionOn)
                    .flags(Heartbeat::oilConnected)
                    .flags(Heartbeat::gpsFixed)
                    .flags(Heartbeat::remoteLocked)
                    .flags(Heartbeat::charging)
                    .flags(Heartbeat::armed)
                    .decimals(Heartbeat::temperatureC)
                    .decimals(Heartbeat::voltageV);
            return FactKey.readAll(insert.executeQuery());
        }
    }
}
