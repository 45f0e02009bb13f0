package io.fleetline.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.ChangeConsumer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends the nearest free vehicle for each event with the action {@code dispatch_nearest_vehicle}. Where none can be sent, a derived event says why. An event
 * has one dispatch, however often it is told.
 */
public final class Dispatcher implements ChangeConsumer {
    private static final String ACTION = "dispatch_nearest_vehicle";
    private static final String SERVICE = "transport";
    private static final int VERSION = 1;

    private static final String COLUMNS = """
            SELECT id, origin, event_time, payload, depth FROM events.events
            WHERE service = 'transport' AND normalized_payload ->> 'action' = 'dispatch_nearest_vehicle' AND %s
            ORDER BY seq
            """;

    private static final String NAMED = COLUMNS.formatted("id = ANY (?::uuid[])");
    /** After an older emergency nobody waits for a vehicle any more. */
    private static final String RECENT = COLUMNS.formatted("created_at > now() - interval '1 hour'");

    private final EventStore store;
    private final Dispatches dispatches;

    public Dispatcher(EventStore store, DispatchSettings settings, InstantSource clock) {
        this.store = store;
        this.dispatches = new Dispatches(settings, clock);
    }

    @Override
    public String name() {
        return "dispatcher";
    }

    /** Somebody waits for the vehicle. */
    @Override
    public Duration longestRest() {
        return Duration.ofMillis(500);
    }

    @Override
    public void apply(Connection connection, List<Change> changes) throws SQLException {
        var ids = Change.rows(changes.stream().filter(change -> !change.gone()).toList(), "event").stream()
                .filter(row -> row.imei().equals(SERVICE))
                .map(Touched::detail)
                .toArray(String[]::new);
        if (ids.length == 0) {
            return;
        }
        try (var ask = connection.prepareStatement(NAMED)) {
            ask.setArray(1, connection.createArrayOf("text", ids));
            dispatch(connection, ask.executeQuery());
        }
    }

    @Override
    public void rebuild(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement(RECENT)) {
            dispatch(connection, ask.executeQuery());
        }
    }

    private void dispatch(Connection connection, ResultSet rows) throws SQLException {
        var wanted = new LinkedHashMap<UUID, CityEvent>();
        while (rows.next()) {
            var event = event(rows);
            wanted.put(event.id(), event);
        }
        if (wanted.isEmpty()) {
            return;
        }
        var failures = dispatches.send(connection, destinations(wanted));
        var inVain = new ArrayList<CityEvent>();
        wanted.forEach((id, event) -> {
            var reason = failures.get(id);
            if (reason != null) {
                inVain.add(inVain(event, reason));
            }
        });
        if (!inVain.isEmpty()) {
            store.store(connection, inVain);
        }
    }

    private static Map<UUID, Dispatches.Wanted> destinations(Map<UUID, CityEvent> wanted) {
        var destinations = new LinkedHashMap<UUID, Dispatches.Wanted>();
        wanted.forEach((id, event) -> destinations.put(
                id, new Dispatches.Wanted(Destination.of(event.payload().get("location")))));
        return destinations;
    }

    private static CityEvent event(ResultSet row) throws SQLException {
        var payload = (ObjectNode) PayloadJson.stored(row.getString("payload"));
        return new CityEvent(
                row.getObject("id", UUID.class),
                SERVICE,
                row.getString("origin"),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                payload,
                payload,
                null,
                null,
                row.getInt("depth"));
    }

    private static CityEvent inVain(CityEvent event, String reason) {
        var location = event.payload().get("location");
        var payload = JsonNodeFactory.instance
                .objectNode()
                .put("action", "no_vehicle_dispatched")
                .put("reason", reason);
        payload.set("location", location);
        var explanation =
                JsonNodeFactory.instance.objectNode().put("rule", ACTION).put("version", VERSION);
        explanation.putObject("inputs").set("location", location);
        return event.derive(
                EventIds.derived(event.id(), ACTION, VERSION, 0),
                SERVICE,
                payload,
                "no_vehicle_" + event.id(),
                new CityEvent.Cause(event.id(), ACTION, VERSION, explanation));
    }
}
