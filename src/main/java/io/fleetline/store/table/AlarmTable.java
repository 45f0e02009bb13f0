package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.bool;
import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.point;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.PlannedEachTime;
import io.fleetline.database.TableColumn;
import io.fleetline.database.TableColumns;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Alarms, with the severity from {@code alarm_types}, and its name for alarms that come without one. */
public final class AlarmTable implements FactTable<Alarm> {

    public static final FactKind<Alarm> KIND = new FactKind<>(AlarmTable::new);

    private static final TableColumn<Alarm, Double> LAT = float8("lat", Alarm::lat);
    private static final TableColumn<Alarm, Double> LNG = float8("lng", Alarm::lng);

    private static final TableColumns<Alarm> COLUMNS = new TableColumns<>(
            List.of(
                    text("imei", Alarm::imei),
                    text("alarm_type", Alarm::alarmType),
                    timestamptz("alarm_time", Alarm::alarmTime),
                    text("alarm_name", Alarm::alarmName),
                    point("geom", LNG, LAT),
                    LAT,
                    LNG,
                    float8("speed", Alarm::speedKmh),
                    bool("acc_status", Alarm::ignitionOn),
                    text("fence_id", Alarm::fenceId),
                    text("source", alarm -> alarm.source().label()),
                    json("raw", Alarm::raw)),
            "received_at");

    private static final String ROWS = """
            INSERT INTO tracksolid.alarms AS k (%s, severity, variant)
            SELECT %s, t.severity, %%s
            FROM (%s) AS a
            LEFT JOIN tracksolid.alarm_types AS t ON t.alarm_type = a.alarm_type
            """.formatted(
                    COLUMNS.names(),
                    COLUMNS.names("a", Map.of("alarm_name", "coalesce(nullif(a.alarm_name, ''), t.alarm_name)")),
                    COLUMNS.rows());

    private static final String INSERT = ROWS.formatted("''") + """
            ON CONFLICT DO NOTHING
            RETURNING imei, alarm_time, alarm_type
            """;

    private static final String TELLS_MORE = """
            (%1$s.fence_id IS NULL AND %2$s.fence_id IS NOT NULL OR %1$s.lat IS NULL AND %2$s.lat IS NOT NULL
             OR %1$s.speed IS NULL AND %2$s.speed IS NOT NULL OR %1$s.acc_status IS NULL AND %2$s.acc_status IS NOT NULL
             OR %1$s.raw IS NULL AND %2$s.raw IS NOT NULL)
            """;

    /**
     * For alarms with a known key: the same alarm, from the other channel or with more fields, fills nulls; one of another fence, or
     * pushed with different content, is another alarm.
     */
    private static final String MERGE = ROWS.formatted("coalesce(m.variant, md5(row(a.fence_id, a.raw)::text))")
            + """
            LEFT JOIN LATERAL (
                SELECT k.variant, %s AS tells_more FROM tracksolid.alarms AS k
                WHERE k.imei = a.imei AND k.alarm_type = a.alarm_type AND k.alarm_time = a.alarm_time
                  AND k.alarm_time BETWEEN ? AND ?
                  AND (k.fence_id = a.fence_id OR k.fence_id IS NULL OR a.fence_id IS NULL)
                  AND (k.raw = a.raw OR k.raw IS NULL OR a.raw IS NULL OR k.source = 'poll' OR a.source = 'poll')
                ORDER BY k.fence_id IS NOT DISTINCT FROM a.fence_id DESC, k.variant
                LIMIT 1) AS m ON true
            WHERE m.variant IS NULL OR m.tells_more
            ON CONFLICT (imei, alarm_type, alarm_time, variant) DO UPDATE SET
                fence_id = coalesce(k.fence_id, excluded.fence_id),
                (geom, lat, lng) = ROW (coalesce(k.geom, excluded.geom), coalesce(k.lat, excluded.lat), coalesce(k.lng, excluded.lng)),
                speed = coalesce(k.speed, excluded.speed),
                acc_status = coalesce(k.acc_status, excluded.acc_status),
                source = CASE WHEN k.raw IS NULL AND excluded.raw IS NOT NULL THEN excluded.source ELSE k.source END,
                raw = coalesce(k.raw, excluded.raw)
            WHERE %s
            RETURNING imei, alarm_time, alarm_type
            """.formatted(TELLS_MORE.formatted("k", "a"), TELLS_MORE.formatted("k", "excluded"));

    @Override
    public String name() {
        return "tracksolid.alarms";
    }

    @Override
    public FactKey key(Alarm alarm) {
        return FactKey.of(alarm.imei(), alarm.alarmTime(), alarm.alarmType());
    }

    @Override
    public FactSource source(Alarm alarm) {
        return alarm.source();
    }

    @Override
    public boolean absorbs(Alarm first, Alarm second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Alarm> alarms, Instant now) throws SQLException {
        var keys = new ArrayList<FactKey>();
        try (var insert = connection.prepareStatement(INSERT)) {
            bind(insert, alarms, now);
            keys.addAll(FactKey.readAll(insert.executeQuery()));
        }
        if (keys.size() < alarms.size()) {
            var news = new HashSet<>(keys);
            keys.addAll(merge(
                    connection,
                    alarms.stream().filter(alarm -> !news.contains(key(alarm))).toList(),
                    now));
        }
        return keys;
    }

    private List<FactKey> merge(Connection connection, List<Alarm> known, Instant now) throws SQLException {
        try (var merge = connection.prepareStatement(MERGE)) {
            bind(merge, known, now)
                    .instant(key(known.getFirst()).time())
                    .instant(key(known.getLast()).time());
            return FactKey.readAll(PlannedEachTime.query(merge));
        }
    }

    private static ArrayParameters<Alarm> bind(PreparedStatement statement, List<Alarm> alarms, Instant now)
            throws SQLException {
        return COLUMNS.bind(new ArrayParameters<>(statement, alarms), now);
    }

    @Override
    public void follow(Connection connection, List<Alarm> alarms, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
