package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.PlannedEachTime;
import io.fleetline.database.SqlTrouble;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.store.table.LivePositionTable.Advance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every fix, and with it each device's newest one. Fixes that are most likely new go by COPY if there are enough of them; the rest, and all
 * of them if one is known or refused, by INSERT, which skips known ones; a better version of a known one then replaces it. Figures:
 * docs/benchmarks/push.md.
 */
public final class FixTable implements FactTable<Fix> {

    private static final String ROWS = """
            INSERT INTO tracksolid.position_history AS t
                (imei, gps_time, geom, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type,
                 source, raw, received_at)
            SELECT f.imei, f.gps_time, ST_SetSRID(ST_MakePoint(f.lng, f.lat), 4326), f.lat, f.lng, f.speed, f.direction, f.acc_status,
                   f.satellites, f.altitude, f.odometer_km, f.pos_type, f.source, f.raw::jsonb, r.now
            FROM (SELECT ?::timestamptz AS now) AS r, (
                SELECT timestamptz 'epoch' + u.gps_us * interval '1 microsecond' AS gps_time, u.*
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    AS u (imei, gps_us, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type,
                          source, raw)) AS f
            """;

    private static final String INSERT = ROWS + """
            ON CONFLICT DO NOTHING
            RETURNING imei, gps_time, ''
            """;

    private static final String OR_REPLACE =
            """
            ON CONFLICT (imei, gps_time) DO UPDATE SET
                %s
            WHERE %s
            RETURNING imei, gps_time, ''
            """.formatted(FixVersions.merged("t"), FixVersions.tellsMore("excluded", "t"));

    /** In one step, with a cached plan: correct everywhere, and fast where nothing is compressed yet. */
    private static final String UPSERT = ROWS + OR_REPLACE;

    /** Compares first and writes only better versions: an upsert would decompress the rows that it meets. */
    private static final String REPLACE = ROWS + """
            JOIN tracksolid.position_history AS k
                ON k.imei = f.imei AND k.gps_time = f.gps_time AND k.gps_time BETWEEN ? AND ? AND %s
            """.formatted(FixVersions.tellsMore("f", "k")) + OR_REPLACE;

    /** No chunk is compressed sooner than this, with the default settings. */
    private static final Duration RECENT = Duration.ofDays(7);

    /** Fewer fixes are faster with INSERT, which takes three round trips less. */
    private static final int WORTH_A_COPY = 50;

    private final Frontier frontier = new Frontier();

    @Override
    public String name() {
        return "tracksolid.position_history";
    }

    @Override
    public FactKey key(Fix fix) {
        return FactKey.of(fix.imei(), fix.gpsTime());
    }

    @Override
    public FactSource source(Fix fix) {
        return fix.source();
    }

    /** @param fixes sorted by time */
    @Override
    public List<FactKey> insert(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        var likelyNew = fixes.stream()
                .collect(Collectors.partitioningBy(fix -> fix.raw() == null && frontier.isBehind(fix, now)));
        frontier.advance(fixes, now);
        var news = likelyNew.getOrDefault(true, List.of());
        if (news.size() < WORTH_A_COPY || !isCopied(connection, news, now)) {
            return insertOrReplace(connection, fixes, now);
        }
        var keys = new ArrayList<>(news.stream().map(this::key).toList());
        keys.addAll(insertOrReplace(connection, likelyNew.getOrDefault(false, List.of()), now));
        return keys;
    }

    /** A second one in the same batch may be the better version. */
    @Override
    public boolean absorbs(Fix first, Fix second) {
        return first.equals(second);
    }

    private List<FactKey> insertOrReplace(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        return !fixes.isEmpty() && fixes.getFirst().gpsTime().isAfter(now.minus(RECENT))
                ? written(UPSERT, connection, fixes, now)
                : insertThenReplace(connection, fixes, now);
    }

    private List<FactKey> insertThenReplace(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        var keys = insertUnlessKnown(connection, fixes, now);
        if (keys.size() == fixes.size()) {
            return keys;
        }
        var news = new HashSet<>(keys);
        var known = fixes.stream().filter(fix -> !news.contains(key(fix))).toList();
        var replaced = replace(connection, known, now);
        keys.addAll(replaced);
        return keys;
    }

    /** All of them, or none if one of them is known or refused. */
    private static boolean isCopied(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        var before = connection.setSavepoint();
        try {
            FixCopy.copy(connection, fixes, now);
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (SqlTrouble.of(e) != SqlTrouble.BAD_ROW) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    static List<FactKey> insertUnlessKnown(Connection connection, List<Fix> fixes, Instant now) throws SQLException {
        return fixes.isEmpty() ? new ArrayList<>() : written(INSERT, connection, fixes, now);
    }

    private static List<FactKey> written(String sql, Connection connection, List<Fix> fixes, Instant now)
            throws SQLException {
        try (var write = connection.prepareStatement(sql)) {
            bind(write, fixes, now);
            return FactKey.readAll(write.executeQuery());
        }
    }

    /** @param known sorted by time */
    private List<FactKey> replace(Connection connection, List<Fix> known, Instant now) throws SQLException {
        try (var replace = connection.prepareStatement(REPLACE)) {
            bind(replace, known, now)
                    .instant(key(known.getFirst()).time())
                    .instant(key(known.getLast()).time());
            return FactKey.readAll(PlannedEachTime.query(replace));
        }
    }

    private static ArrayParameters<Fix> bind(PreparedStatement statement, List<Fix> fixes, Instant now)
            throws SQLException {
        return new ArrayParameters<>(statement, fixes)
                .instant(now)
                .texts(Fix::imei)
                .times(Fix::gpsTime)
                .decimals(Fix::lat)
                .decimals(Fix::lng)
                .decimals(Fix::speedKmh)
                .decimals(Fix::directionDeg)
                .flags(Fix::ignitionOn)
                .integers(Fix::satellites)
                .decimals(Fix::altitudeM)
                .decimals(Fix::odometerKm)
                .texts(fix -> fix.posType() == null ? null : fix.posType().name())
                .texts(fix -> fix.source().label())
                .json(Fix::raw);
    }

    /**
     * Updates the newest fixes, and marks late ones. The roll-up itself finds fixes later than the previous newest of their vehicle;
     * any other new or changed fix must be marked.
     */
    @Override
    public void follow(Connection connection, List<Fix> fixes, List<FactKey> changed, Instant now) throws SQLException {
        var previous = LivePositionTable.advance(connection, fixes, now).stream()
                .collect(Collectors.toMap(Advance::imei, Advance::previousMicros));
        TouchedHours.mark(
                connection,
                changed.stream()
                        .filter(key -> key.micros() <= previous.getOrDefault(key.imei(), Long.MAX_VALUE))
                        .toList());
    }
}
