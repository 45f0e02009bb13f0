package io.fleetline.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.database.ArrayParameters;
import io.fleetline.database.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Makes events of the service {@code fleet} of critical alarms, so that rules apply to them. An alarm is one event, however often it is told. */
public final class AlarmEvents implements ChangeConsumer {
    static final String SERVICE = "fleet";

    /** Only the chunks between the first and the last time are looked at. */
    private static final String NAMED = """
            SELECT DISTINCT ON (a.imei, a.alarm_time, a.alarm_type)
                   a.imei, a.alarm_time, a.alarm_type, a.alarm_name, a.severity, a.lat, a.lng
            FROM unnest(?, ?, ?) AS k (imei, at_us, type)
            JOIN tracksolid.alarms a
              ON a.imei = k.imei AND a.alarm_type = k.type AND a.alarm_time = timestamptz 'epoch' + k.at_us * interval '1 microsecond'
            WHERE a.severity = 'critical' AND a.alarm_time BETWEEN ? AND ?
            ORDER BY a.imei, a.alarm_time, a.alarm_type, a.received_at
            """;

    /** An older one comes too late to act upon. */
    private static final String RECENT = """
            SELECT DISTINCT ON (a.imei, a.alarm_time, a.alarm_type)
                   a.imei, a.alarm_time, a.alarm_type, a.alarm_name, a.severity, a.lat, a.lng
            FROM tracksolid.alarms a
            WHERE a.severity = 'critical' AND a.alarm_time > now() - interval '1 hour'
            ORDER BY a.imei, a.alarm_time, a.alarm_type, a.received_at
            """;

    private final EventStore store;

    public AlarmEvents(EventStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "alarm_events";
    }

    /** Somebody waits for what follows from an alarm. */
    @Override
    public Duration longestRest() {
        return Duration.ofMillis(500);
    }

    @Override
    public void apply(Connection connection, List<Change> changes) throws SQLException {
        var alarms =
                Change.rows(changes.stream().filter(change -> !change.gone()).toList(), "alarms");
        if (alarms.isEmpty()) {
            return;
        }
        try (var ask = connection.prepareStatement(NAMED)) {
            new ArrayParameters<>(ask, alarms)
                    .texts(Touched::imei)
                    .times(Touched::from)
                    .texts(Touched::detail)
                    .firstAndLast(Touched::from);
            store(connection, ask.executeQuery());
        }
    }

    @Override
    public void rebuild(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement(RECENT)) {
            store(connection, ask.executeQuery());
        }
    }

    private void store(Connection connection, ResultSet alarms) throws SQLException {
        var events = new ArrayList<CityEvent>();
        while (alarms.next()) {
            events.add(event(alarms));
        }
        if (!events.isEmpty()) {
            store.store(connection, events);
        }
    }

    private static CityEvent event(ResultSet alarm) throws SQLException {
        var at = alarm.getObject("alarm_time", OffsetDateTime.class).toInstant();
        var payload = payload(alarm);
        var key = "alarm_%s_%s_%d".formatted(alarm.getString("imei"), alarm.getString("alarm_type"), Times.micros(at));
        return CityEvent.received(EventIds.random(at), SERVICE, at, payload, payload, key);
    }

    private static ObjectNode payload(ResultSet alarm) throws SQLException {
        var payload = JsonNodeFactory.instance
                .objectNode()
                .put("imei", alarm.getString("imei"))
                .put("alarm_type", alarm.getString("alarm_type"))
                .put("alarm_name", alarm.getString("alarm_name"))
                .put("severity", alarm.getString("severity"))
                .put("lat", alarm.getObject("lat", Double.class));
        return payload.put("lon", alarm.getObject("lng", Double.class));
    }
}
