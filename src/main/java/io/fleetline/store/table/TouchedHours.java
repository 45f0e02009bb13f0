package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Marks the hours of vehicles whose fixes the roll-up must recount, in the transaction that stores a late fix or changes one. */
final class TouchedHours {

    private static final String MARK = """
            INSERT INTO infrastructure.touched_hours (imei, hour)
            SELECT DISTINCT f.imei,
                   date_bin(interval '1 hour', timestamptz 'epoch' + f.us * interval '1 microsecond', timestamptz '2000-01-01 00:00+00')
            FROM unnest(?, ?) AS f (imei, us)
            """;

    private TouchedHours() {}

    /** One statement; none if the list is empty. */
    static void mark(Connection connection, List<FactKey> fixes) throws SQLException {
        if (fixes.isEmpty()) {
            return;
        }
        try (var mark = connection.prepareStatement(MARK)) {
            new ArrayParameters<>(mark, fixes).texts(FactKey::imei).longs(FactKey::micros);
            mark.executeUpdate();
        }
    }
}
