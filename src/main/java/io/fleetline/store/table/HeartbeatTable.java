package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Heartbeat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Heartbeats between fixes. */
public final class HeartbeatTable implements FactTable<Heartbeat> {
    private static final String NAME = "tracksolid.heartbeats";
    private static final List<String> COLUMNS = List.of(
            "power_level",
            "gsm_signal",
            "acc_status",
            "oil_connected",
            "gps_fixed",
            "remote_locked",
            "charging",
            "armed",
            "temperature_c",
            "voltage_v",
            "raw");

    private final OncePerContent<Heartbeat> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time"), COLUMNS, COLUMNS, this::key, HeartbeatTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(Heartbeat fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(Heartbeat fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(Heartbeat first, Heartbeat second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Heartbeat> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<Heartbeat> facts) throws SQLException {
        facts.texts(Heartbeat::imei)
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
                .decimals(Heartbeat::voltageV)
                .json(Heartbeat::raw);
    }
}
