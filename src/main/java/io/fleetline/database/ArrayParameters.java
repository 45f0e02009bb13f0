package io.fleetline.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds rows to {@code unnest(?, ?, …)}: one array per column, in the order of the calls. It stays one statement, whatever the number of
 * rows.
 */
public final class ArrayParameters<T> {

    private final PreparedStatement statement;
    private final Collection<T> rows;
    private int position;

    public ArrayParameters(PreparedStatement statement, Collection<T> rows) {
        this(statement, rows, 0);
    }

    /** @param bound the number of parameters before these */
    public ArrayParameters(PreparedStatement statement, Collection<T> rows, int bound) {
        this.statement = statement;
        this.rows = rows;
        this.position = bound;
    }

    public ArrayParameters<T> texts(Function<T, @Nullable String> column) throws SQLException {
        return bind("text", new String[rows.size()], row -> Texts.clean(column.apply(row)));
    }

    /** JSON text, to be cast in the statement. */
    public ArrayParameters<T> json(Function<T, @Nullable String> column) throws SQLException {
        return bind("text", new String[rows.size()], row -> {
            var text = column.apply(row);
            return text == null ? null : Texts.cleanedJson(text);
        });
    }

    /** A single value for all rows. */
    public ArrayParameters<T> text(String value) throws SQLException {
        statement.setString(++position, Texts.cleaned(value));
        return this;
    }

    /** As microseconds since 1970, which are sent in binary form. */
    public ArrayParameters<T> times(Function<T, @Nullable Instant> column) throws SQLException {
        return bind("int8", new Long[rows.size()], row -> {
            var time = column.apply(row);
            return time == null ? null : Times.micros(time);
        });
    }

    public ArrayParameters<T> decimals(Function<T, @Nullable Double> column) throws SQLException {
        return bind("float8", new Double[rows.size()], column);
    }

    public ArrayParameters<T> integers(Function<T, @Nullable Integer> column) throws SQLException {
        return bind("int4", new Integer[rows.size()], column);
    }

    public ArrayParameters<T> longs(Function<T, @Nullable Long> column) throws SQLException {
        return bind("int8", new Long[rows.size()], column);
    }

    public ArrayParameters<T> flags(Function<T, @Nullable Boolean> column) throws SQLException {
        return bind("bool", new Boolean[rows.size()], column);
    }

    /** One value for all rows. */
    public ArrayParameters<T> instant(Instant time) throws SQLException {
        statement.setObject(++position, Times.utc(time));
        return this;
    }

    /** Two values: the first and the last of the rows' times. Needs at least one row. */
    public ArrayParameters<T> firstAndLast(Function<T, Instant> column) throws SQLException {
        var micros =
                rows.stream().mapToLong(row -> Times.micros(column.apply(row))).summaryStatistics();
        return instant(Times.instant(micros.getMin())).instant(Times.instant(micros.getMax()));
    }

    private <V> ArrayParameters<T> bind(String type, @Nullable V[] values, Function<T, @Nullable V> column)
            throws SQLException {
        var i = 0;
        for (var row : rows) {
            values[i++] = column.apply(row);
        }
        statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
