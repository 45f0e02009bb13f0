package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Marks the days of vehicles that the roll-up must recompute, in the transaction that changes their facts. The fixes of these days
 * need not be recounted: {@link TouchedHours}.
 */
public final class TouchedDays {

    private static final String MARK = """
            INSERT INTO infrastructure.touched_days (imei, day, with_fixes)
            SELECT DISTINCT f.imei,
                   ((timestamptz 'epoch' + f.us * interval '1 microsecond') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date,
                   false
            FROM unnest(?, ?) AS f (imei, us)
            """;

    private TouchedDays() {}

    /** One statement; none if the list is empty. */
    public static void mark(Connection connection, List<FactKey> facts) throws SQLException {
        if (facts.isEmpty()) {
            return;
        }
        try (var mark = connection.prepareStatement(MARK)) {
            new ArrayParameters<>(mark, facts).texts(FactKey::imei).longs(FactKey::micros);
            mark.executeUpdate();
        }
    }
}
