package io.fleetline.register;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.Channel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Registers devices that report before they are listed. Registered IMEIs are cached for a minute, so that known devices cost no
 * statement, and a device that an operator has deleted is registered again when it reports later than that. The cache is bounded: with
 * many more devices than a fleet has, entries are evicted early, which costs a statement, not memory.
 */
public final class KnownDevices {

    private static final String REGISTER = """
            INSERT INTO tracksolid.devices (imei, registered_by, first_seen_at, updated_at)
            SELECT d.imei, d.registered_by, now_.at, now_.at
            FROM (SELECT ?::timestamptz AS at) AS now_, unnest(?, ?) AS d (imei, registered_by)
            ON CONFLICT DO NOTHING
            """;

    private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final Cache<String, Boolean> known;

    public KnownDevices() {
        this(Ticker.systemTicker());
    }

    /** @param ticker steady time */
    public KnownDevices(Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(TRUSTED_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param channels by which each IMEI was reported
     * @return those that were not cached; pass them to {@code remember} after the commit
     */
    public Set<String> register(Connection connection, Map<String, Channel> channels, Instant now) throws SQLException {
        var strangers = new TreeMap<String, Channel>();
        channels.forEach((imei, channel) -> {
            if (known.getIfPresent(imei) == null) {
                strangers.put(imei, channel);
            }
        });
        if (!strangers.isEmpty()) {
            insert(connection, strangers, now);
        }
        return strangers.keySet();
    }

    /** Includes cached devices; a device that exists is not changed. */
    public static void insert(Connection connection, SortedMap<String, Channel> channels, Instant now)
            throws SQLException {
        try (var register = connection.prepareStatement(REGISTER)) {
            new ArrayParameters<>(register, channels.entrySet())
                    .instant(now)
                    .texts(Map.Entry::getKey)
                    .texts(device -> device.getValue().label());
            register.executeUpdate();
        }
    }

    public void remember(Collection<String> imeis) {
        imeis.forEach(imei -> known.put(imei, true));
    }

    long remembered() {
        known.cleanUp();
        return known.estimatedSize();
    }
}
