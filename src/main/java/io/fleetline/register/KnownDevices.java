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
 * Puts devices into the register that report before they are listed. Remembers for a minute which are there, so that known ones cost no
 * statement, and one that an operator has deleted is registered again when it reports later than that. Of many more devices than a fleet
 * has, it forgets some sooner: that costs a statement, not memory.
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
     * @return those that were not known yet; to be remembered once this is committed
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

    /** Known ones too; a device that is there already stays as it is. */
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
