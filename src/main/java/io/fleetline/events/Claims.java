package io.fleetline.events;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides in the storing transaction which events are new: a key belongs to the first that claims it, for ever. */
final class Claims {

    /** In order, so that two processes that claim the same keys wait for each other instead of both failing. */
    private static final String CLAIM = """
            INSERT INTO events.dedupe (service, key, payload_hash, event_id)
            SELECT w.service, w.key, decode(w.hash, 'hex'), w.id::uuid
            FROM unnest(?, ?, ?, ?) AS w (service, key, hash, id)
            ORDER BY w.service, w.key
            ON CONFLICT DO NOTHING
            RETURNING service, key
            """;

    /** A statement of its own: it sees what another process has committed while the one above waited. */
    private static final String HOLDERS = """
            SELECT d.service, d.key, encode(d.payload_hash, 'hex') AS hash, d.event_id, e.derived_ids
            FROM unnest(?, ?) AS w (service, key)
            JOIN events.dedupe d ON d.service = w.service AND d.key = w.key
            LEFT JOIN events.events e ON e.id = d.event_id
            """;

    private static final HexFormat HEX = HexFormat.of();

    private Claims() {}

    /**
     * Who has an event's key.
     *
     * @param derived of an event that was there before; empty for one of the same transaction
     * @param isNew whether it is the event itself, which has just claimed the key. An id alone does not say so: that of a derived event is the
     *     same again when its cause is told again
     */
    record Holder(UUID id, String hash, List<UUID> derived, boolean isNew) {
        Holder ofARepeat() {
            return new Holder(id, hash, derived, false);
        }
    }

    private record Key(String service, String key) {}

    private record Claim(Key key, String hash, CityEvent event) {}

    /**
     * The holder of each event's key, in order. One without a key is always new.
     *
     * @param events of one level: none is derived from another
     */
    static List<Holder> claim(Connection connection, List<CityEvent> events) throws SQLException {
        var claims = new ArrayList<Claim>(events.size());
        var first = new LinkedHashMap<Key, Claim>();
        for (var event : events) {
            var claim = claimOf(event);
            claims.add(claim);
            if (event.key() != null) {
                first.putIfAbsent(claim.key, claim);
            }
        }
        var holders = holders(connection, first);
        return claims.stream()
                .map(claim -> holder(claim, holders.get(claim.key), first))
                .toList();
    }

    private static Holder holder(Claim claim, @Nullable Holder holder, Map<Key, Claim> first) {
        if (holder == null) {
            return new Holder(claim.event.id(), claim.hash, List.of(), true);
        }
        return holder.isNew && first.get(claim.key) != claim ? holder.ofARepeat() : holder;
    }

    /** The hash that a holder is compared with. */
    static String hash(CityEvent event) {
        return HEX.formatHex(CanonicalJson.hash(event.payload()));
    }

    /** An event without a key has one that no other has. */
    private static Claim claimOf(CityEvent event) {
        return event.key() == null
                ? new Claim(new Key(event.service(), ""), "", event)
                : new Claim(new Key(event.service(), event.key()), hash(event), event);
    }

    private static Map<Key, Holder> holders(Connection connection, Map<Key, Claim> claims) throws SQLException {
        var holders = new HashMap<Key, Holder>();
        if (claims.isEmpty()) {
            return holders;
        }
        var open = new LinkedHashMap<>(claims);
        for (var key : claimed(connection, claims.values())) {
            var claim = open.remove(key);
            if (claim != null) {
                holders.put(key, new Holder(claim.event.id(), claim.hash, List.of(), true));
            }
        }
        if (!open.isEmpty()) {
            holders.putAll(earlier(connection, open.keySet()));
        }
        return holders;
    }

    private static List<Key> claimed(Connection connection, Collection<Claim> claims) throws SQLException {
        try (var claim = connection.prepareStatement(CLAIM)) {
            new ArrayParameters<>(claim, claims)
                    .texts(one -> one.key.service)
                    .texts(one -> one.key.key)
                    .texts(one -> one.hash)
                    .texts(one -> one.event.id().toString());
            var keys = new ArrayList<Key>();
            var rows = claim.executeQuery();
            while (rows.next()) {
                keys.add(new Key(rows.getString(1), rows.getString(2)));
            }
            return keys;
        }
    }

    private static Map<Key, Holder> earlier(Connection connection, Collection<Key> keys) throws SQLException {
        try (var ask = connection.prepareStatement(HOLDERS)) {
            new ArrayParameters<>(ask, keys).texts(Key::service).texts(Key::key);
            var holders = new HashMap<Key, Holder>();
            var rows = ask.executeQuery();
            while (rows.next()) {
                var derived = rows.getArray("derived_ids");
                var ids = derived == null ? List.<UUID>of() : Arrays.asList((UUID[]) derived.getArray());
                holders.put(
                        new Key(rows.getString("service"), rows.getString("key")),
                        new Holder(rows.getObject("event_id", UUID.class), rows.getString("hash"), ids, false));
            }
            return holders;
        }
    }
}
