package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.bool;
import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.int4;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.point;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fleetline.database.ArrayParameters;
import io.fleetline.database.PlannedEachTime;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.TableColumn;
import io.fleetline.database.TableColumns;
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

    public static final FactKind<Fix> KIND = new FactKind<>(FixTable::new);

    private static final TableColumn<Fix, Double> LAT = float8("lat", Fix::lat);
    private static final TableColumn<Fix, Double> LNG = float8("lng", Fix::lng);

    /** What also the newest fix of a vehicle has ({@link LivePositionTable}). */
    static final List<TableColumn<Fix, ?>> OF_POSITION = List.of(
            text("imei", Fix::imei),
            timestamptz("gps_time", Fix::gpsTime),
            point("geom", LNG, LAT),
            LAT,
            LNG,
            float8("speed", Fix::speedKmh),
            float8("direction", Fix::directionDeg),
            bool("acc_status", Fix::ignitionOn),
            int4("satellites", Fix::satellites),
            float8("altitude", Fix::altitudeM),
            float8("odometer_km", Fix::odometerKm),
            text("pos_type", fix -> fix.posType() == null ? null : fix.posType().name()),
            text("source", fix -> fix.source().label()));

    public static final TableColumns<Fix> COLUMNS =
            new TableColumns<>(OF_POSITION, "received_at").with(json("raw", Fix::raw));

    private static final String INTO = "INSERT INTO tracksolid.position_history AS t (%s)%n".formatted(COLUMNS.names());

    private static final String INSERT = INTO + COLUMNS.rows() + """
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
    private static final String UPSERT = INTO + COLUMNS.rows() + OR_REPLACE;

    /** Compares first and writes only better versions: an upsert would decompress the rows that it meets. */
    private static final String REPLACE =
            INTO + """
            SELECT %s
            FROM (%s) AS f
            JOIN tracksolid.position_history AS k
                ON k.imei = f.imei AND k.gps_time = f.gps_time AND k.gps_time BETWEEN ? AND ? AND %s
            """.formatted(COLUMNS.names("f"), COLUMNS.rows(), FixVersions.tellsMore("f", "k")) + OR_REPLACE;

    /** No chunk is compressed sooner than this, with the default settings. */
    private static final Duration RECENT = Duration.ofDays(7);

    /** Fewer fixes are faster with INSERT, which takes three round trips less. */
    private static final int WORTH_A_COPY = 50;

    private final Frontier frontier = new Frontier(Ticker.systemTicker());

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
        var likelyNew = fixes.stream().collect(Collectors.partitioningBy(fix -> frontier.isBehind(fix, now)));
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
            if (!SqlTrouble.isBadRow(e)) {
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
        return COLUMNS.bind(new ArrayParameters<>(statement, fixes), now);
    }

    /**
     * Updates the newest fixes, marks late ones, and appends all to the change log. The roll-up itself finds fixes later than the previous newest of their vehicle;
     * any other new or changed fix must be marked.
     */
    @Override
    public void follow(Connection connection, List<Fix> fixes, List<FactKey> changed, Instant now) throws SQLException {
        var previous = LivePositionTable.advance(connection, fixes, changed, now).stream()
                .collect(Collectors.toMap(Advance::imei, Advance::previousMicros));
        TouchedHours.mark(
                connection,
                changed.stream()
                        .filter(key -> key.micros() <= previous.getOrDefault(key.imei(), Long.MAX_VALUE))
                        .toList());
    }
}
