package io.fleetline.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts devices into the register that report before they are listed. Remembers which are there, so that known ones cost no
 * statement; a row that somebody deletes by hand therefore comes back only after a restart, or with the next device list.
 */
final class KnownDevices {

    private static final String REGISTER = """
            INSERT INTO tracksolid.devices (imei, registered_by, first_seen_at, updated_at)
            SELECT d.imei, d.registered_by, now_.at, now_.at
            FROM (SELECT ?::timestamptz AS at) AS now_, unnest(?, ?) AS d (imei, registered_by)
            ON CONFLICT DO NOTHING
            """;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param sources {@code poll} or {@code push} for each IMEI
     * @return those that were not known yet; to be remembered once this is committed
     */
    Set<String> register(Connection connection, Map<String, String> sources, Instant now) throws SQLException {
        var strangers = new TreeMap<>(sources);
        strangers.keySet().removeAll(known);
        if (strangers.isEmpty()) {
            return Set.of();
        }
        try (var register = connection.prepareStatement(REGISTER)) {
            new ArrayParameters<>(register, strangers.entrySet())
                    .instant(now)
                    .texts(Map.Entry::getKey)
                    .texts(Map.Entry::getValue);
            register.executeUpdate();
        }
        return strangers.keySet();
    }

    void remember(Collection<String> imeis) {
        known.addAll(imeis);
    }
}
