package io.fleetline.store;

import io.fleetline.fleet.DeviceEvent;
import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What happened to the devices themselves. */
final class DeviceEventTable implements FactTable<DeviceEvent> {

    private static final String INSERT = """
            INSERT INTO tracksolid.device_events
                (imei, event_time, event_type, detail, source, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.event_type, n.detail,
                   n.source, ?
            FROM unnest(?, ?, ?, ?, ?)
                AS n (imei, time_us, event_type, detail, source)
            ON CONFLICT DO NOTHING
            RETURNING imei, event_time, event_type
            """;

    @Override
    public String name() {
        return "tracksolid.device_events";
    }

    @Override
    public FactKey key(DeviceEvent deviceEvent) {
        return FactKey.of(deviceEvent.imei(), deviceEvent.eventTime(), deviceEvent.eventType());
    }

    @Override
    public FactSource source(DeviceEvent deviceEvent) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<DeviceEvent> deviceEvents, Instant now)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, deviceEvents)
                    .instant(now)
                    .texts(DeviceEvent::imei)
                    .times(DeviceEvent::eventTime)
                    .texts(DeviceEvent::eventType)
                    .texts(DeviceEvent::detail)
                    .texts(event -> FactSource.PUSH.label());
            return FactKey.readAll(insert.executeQuery());
        }
    }
}
