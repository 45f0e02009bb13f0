package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.timestamptz;
import static java.util.stream.Collectors.joining;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.TableColumns;
import io.fleetline.database.Texts;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Each device's newest fix: the one with the latest (time, heartbeat), for equal times a precise one before a coarse one. The result
 * does not depend on the order of the fixes.
 */
final class LivePositionTable {

    private static final TableColumns<Fix> COLUMNS = new TableColumns<>(FixTable.OF_POSITION, "updated_at")
            .with(timestamptz("heartbeat_time", LivePositionTable::signOfLife));

    private static final String ADVANCE = "WITH " + LoggedFixes.CHANGED
            + """
            , advanced AS (
            INSERT INTO tracksolid.live_positions AS l (%s)
            %s
            ON CONFLICT (imei) DO UPDATE SET
                gps_time = excluded.gps_time,
                heartbeat_time = CASE WHEN l.gps_time = excluded.gps_time THEN greatest(l.heartbeat_time, excluded.heartbeat_time)
                                      ELSE excluded.heartbeat_time END,
                %s,
                updated_at = excluded.updated_at,
                previous_gps_time = l.gps_time
            WHERE (excluded.gps_time, excluded_is_fine, excluded.heartbeat_time)
                  > (coalesce(l.gps_time, '-infinity'), l_is_fine, coalesce(l.heartbeat_time, l.gps_time, '-infinity'))
               OR (excluded.gps_time = l.gps_time AND excluded.heartbeat_time > coalesce(l.heartbeat_time, l.gps_time))
            RETURNING imei, (extract(epoch FROM previous_gps_time) * 1000000)::bigint AS previous_us)
            """.formatted(
                            COLUMNS.names(),
                            COLUMNS.rows(),
                            COLUMNS.namesBut("imei", "gps_time", "heartbeat_time").stream()
                                    .map(LivePositionTable::ofTheFinerOne)
                                    .collect(joining(",\n    ")))
                    .replace("excluded_is_fine", FixVersions.isFine("excluded"))
                    .replace("l_is_fine", FixVersions.isFine("l"))
            + ", " + LoggedFixes.LOGGED + "SELECT imei, previous_us FROM advanced";

    private static final Comparator<Fix> AGE = Comparator.comparing(Fix::gpsTime)
            .thenComparing(LivePositionTable::isFine)
            .thenComparing(LivePositionTable::signOfLife);

    private LivePositionTable() {}

    /** A coarse fix of the same second does not move a vehicle from a precise position, but may be a newer heartbeat. */
    private static String ofTheFinerOne(String column) {
        return "%1$s = CASE WHEN l.gps_time = excluded.gps_time AND l_is_fine AND NOT excluded_is_fine THEN %2$s ELSE excluded.%1$s END"
                .formatted(
                        column,
                        column.equals("acc_status") ? "coalesce(excluded.acc_status, l.acc_status)" : "l." + column);
    }

    private static boolean isFine(Fix fix) {
        return fix.posType() == null || fix.posType() == PositionType.GPS;
    }

    /**
     * A vehicle with a newer fix or heartbeat than before.
     *
     * @param previousMicros the time of its newest fix before, in microseconds since 1970; {@link Long#MIN_VALUE}: it had none
     */
    record Advance(String imei, long previousMicros) {}

    /**
     * Advances the live rows, and appends to the change log.
     *
     * @param changed the new and changed ones of the fixes
     * @return the vehicles that were advanced
     */
    static List<Advance> advance(Connection connection, List<Fix> fixes, List<FactKey> changed, Instant now)
            throws SQLException {
        var newest = newestOfEach(fixes);
        try (var advance = connection.prepareStatement(ADVANCE)) {
            LoggedFixes.bind(advance, changed);
            COLUMNS.bind(new ArrayParameters<>(advance, newest.values(), LoggedFixes.PARAMETERS), now);
            return advances(advance.executeQuery());
        }
    }

    private static List<Advance> advances(ResultSet rows) throws SQLException {
        var advances = new ArrayList<Advance>();
        while (rows.next()) {
            var previous = rows.getObject(2, Long.class);
            advances.add(new Advance(rows.getString(1), Objects.requireNonNullElse(previous, Long.MIN_VALUE)));
        }
        return advances;
    }

    /** Sorted by IMEI, so that two writers cannot deadlock. */
    private static SortedMap<String, Fix> newestOfEach(List<Fix> fixes) {
        var newest = new HashMap<String, Fix>();
        for (var fix : fixes) {
            newest.merge(Texts.cleaned(fix.imei()), fix, (one, other) -> AGE.compare(other, one) > 0 ? other : one);
        }
        return new TreeMap<>(newest);
    }

    /** A fix is also a heartbeat. */
    private static Instant signOfLife(Fix fix) {
        return Objects.requireNonNullElse(fix.heartbeatTime(), fix.gpsTime());
    }
}
