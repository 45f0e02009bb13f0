package io.fleetline.store.table;

import io.fleetline.database.Texts;
import io.fleetline.database.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The identity of a fact, whatever its source: the unique key of its table. Ordered by time first, so that all writers take their
 * locks in the same order and a batch fills its chunks one after the other.
 *
 * @param micros microseconds since 1970
 * @param detail the rest of the key, such as the type of an alarm; otherwise empty
 */
public record FactKey(long micros, String imei, String detail) implements Comparable<FactKey> {

    private static final Comparator<FactKey> ORDER = Comparator.comparingLong(FactKey::micros)
            .thenComparing(FactKey::imei)
            .thenComparing(FactKey::detail);

    static FactKey of(String imei, Instant time) {
        return of(imei, time, "");
    }

    static FactKey of(String imei, Instant time, String detail) {
        return new FactKey(Times.micros(time), Texts.cleaned(imei), Texts.cleaned(detail));
    }

    /** Rows of (imei, time, detail). */
    public static List<FactKey> readAll(ResultSet rows) throws SQLException {
        var keys = new ArrayList<FactKey>();
        while (rows.next()) {
            var time = rows.getObject(2, OffsetDateTime.class).toInstant();
            keys.add(new FactKey(Times.micros(time), rows.getString(1), rows.getString(3)));
        }
        return keys;
    }

    Instant time() {
        return Times.instant(micros);
    }

    @Override
    public int compareTo(FactKey other) {
        return ORDER.compare(this, other);
    }
}
