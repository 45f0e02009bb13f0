package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.DeviceEvent;
import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Events of the devices themselves. */
public final class DeviceEventTable implements FactTable<DeviceEvent> {
    private static final String NAME = "tracksolid.device_events";
    private static final List<String> COLUMNS = List.of("detail", "source", "raw");

    private final OncePerContent<DeviceEvent> once = OncePerContent.into(
            NAME,
            List.of("imei", "event_time", "event_type"),
            COLUMNS,
            List.of("detail", "raw"),
            this::key,
            DeviceEventTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(DeviceEvent fact) {
        return FactKey.of(fact.imei(), fact.eventTime(), fact.eventType());
    }

    @Override
    public FactSource source(DeviceEvent fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(DeviceEvent first, DeviceEvent second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<DeviceEvent> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<DeviceEvent> facts) throws SQLException {
        facts.texts(DeviceEvent::imei)
                .times(DeviceEvent::eventTime)
                .texts(DeviceEvent::eventType)
                .texts(DeviceEvent::detail)
                .texts(event -> FactSource.PUSH.label())
                .json(DeviceEvent::raw);
    }
}
