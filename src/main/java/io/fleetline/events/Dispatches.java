package io.fleetline.events;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses vehicles, in a transaction of the caller's. */
final class Dispatches {
    static final String NO_LOCATION = "no_usable_location";
    static final String UNKNOWN_PLACE = "unknown_place";
    static final String NOBODY_FREE = "no_free_vehicle_in_reach";

    private static final String PLACES = "SELECT name, lng, lat FROM events.fn_places(?)";
    private static final String SEND = """
            SELECT event_id, imei FROM events.fn_dispatch(?::uuid[], ?::uuid[], ?, ?, ?, ?, ?)
            """;

    private static final double METRES_PER_KM = 1_000;

    private final DispatchSettings settings;
    private final InstantSource clock;

    Dispatches(DispatchSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @param destination null: the event does not say where to */
    record Wanted(@Nullable Destination destination) {}

    private record Located(UUID event, Destination.Spot spot) {}

    /**
     * Sends a vehicle for each event that has none yet.
     *
     * @return the events for which none could be sent, each with the reason
     */
    Map<UUID, String> send(Connection connection, Map<UUID, Wanted> wanted) throws SQLException {
        var places = places(connection, wanted.values());
        var failures = new LinkedHashMap<UUID, String>();
        var located = new ArrayList<Located>();
        wanted.forEach((event, wish) -> {
            switch (wish.destination) {
                case Destination.Spot spot -> located.add(new Located(event, spot));
                case Destination.Named named
                when places.containsKey(named.name()) -> located.add(new Located(event, places.get(named.name())));
                case Destination.Named _ -> failures.put(event, UNKNOWN_PLACE);
                case null -> failures.put(event, NO_LOCATION);
            }
        });
        if (!located.isEmpty()) {
            unserved(connection, located).forEach(event -> failures.put(event, NOBODY_FREE));
        }
        return failures;
    }

    private static Map<String, Destination.Spot> places(Connection connection, Iterable<Wanted> wishes)
            throws SQLException {
        var names = new ArrayList<String>();
        for (var wish : wishes) {
            if (wish.destination instanceof Destination.Named named) {
                names.add(named.name());
            }
        }
        var places = new HashMap<String, Destination.Spot>();
        if (names.isEmpty()) {
            return places;
        }
        try (var ask = connection.prepareStatement(PLACES)) {
            new ArrayParameters<>(ask, names).texts(name -> name);
            var rows = ask.executeQuery();
            while (rows.next()) {
                places.put(rows.getString("name"), new Destination.Spot(rows.getDouble("lng"), rows.getDouble("lat")));
            }
        }
        return places;
    }

    private List<UUID> unserved(Connection connection, List<Located> located) throws SQLException {
        try (var send = connection.prepareStatement(SEND)) {
            new ArrayParameters<>(send, located)
                    .texts(one -> one.event.toString())
                    .texts(one -> EventIds.derived(one.event, "dispatch", 1, 0).toString())
                    .decimals(one -> one.spot.lng())
                    .decimals(one -> one.spot.lat());
            send.setArray(
                    5, connection.createArrayOf("text", settings.statuses().toArray()));
            send.setDouble(6, settings.farthestKm() * METRES_PER_KM);
            send.setObject(7, Times.utc(clock.instant()));
            var unserved = new ArrayList<UUID>();
            var rows = send.executeQuery();
            while (rows.next()) {
                if (rows.getString("imei") == null) {
                    unserved.add(rows.getObject("event_id", UUID.class));
                }
            }
            return unserved;
        }
    }
}
