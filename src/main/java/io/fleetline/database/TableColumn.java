package io.fleetline.database;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, and how its value is read from a row: name and value are in one line, so no other list has to keep the same order.
 *
 * @param <R> the row, as Java has it
 * @param <V> the value, as Java has it
 * @param name of the column
 * @param value reads it from a row; null is NULL
 * @param arrays the parameters of a statement from which the column is made
 * @param expression makes the column of these parameters, which belong to {@code n}
 * @param copy adds the value to a row of a binary {@code COPY}
 */
public record TableColumn<R, V>(
        String name, Function<R, @Nullable V> value, List<Parameter<R>> arrays, String expression, Copy<R> copy) {

    /** One array, an element for each row. */
    record Parameter<R>(String name, Binding<R> binding) {}

    @FunctionalInterface
    interface Binding<R> {
        void bind(ArrayParameters<R> parameters) throws SQLException;
    }

    @FunctionalInterface
    interface Copy<R> {
        void add(BinaryCopy copy, R row);
    }

    public static <R> TableColumn<R, String> text(String name, Function<R, @Nullable String> value) {
        return plain(name, value, arrays -> arrays.texts(value), (copy, row) -> copy.text(value.apply(row)));
    }

    public static <R> TableColumn<R, Double> float8(String name, Function<R, @Nullable Double> value) {
        return plain(name, value, arrays -> arrays.decimals(value), (copy, row) -> copy.decimal(value.apply(row)));
    }

    public static <R> TableColumn<R, Integer> int4(String name, Function<R, @Nullable Integer> value) {
        return plain(name, value, arrays -> arrays.integers(value), (copy, row) -> copy.integer(value.apply(row)));
    }

    public static <R> TableColumn<R, Long> int8(String name, Function<R, @Nullable Long> value) {
        return plain(name, value, arrays -> arrays.longs(value), (copy, row) -> copy.bigInteger(value.apply(row)));
    }

    public static <R> TableColumn<R, Boolean> bool(String name, Function<R, @Nullable Boolean> value) {
        return plain(name, value, arrays -> arrays.flags(value), (copy, row) -> copy.flag(value.apply(row)));
    }

    /** The arrays have microseconds since 1970. */
    public static <R> TableColumn<R, Instant> timestamptz(String name, Function<R, @Nullable Instant> value) {
        var array = new Parameter<R>(name, arrays -> arrays.times(value));
        var expression = "timestamptz 'epoch' + n.%s * interval '1 microsecond'".formatted(name);
        return new TableColumn<>(name, value, List.of(array), expression, (copy, row) -> copy.time(value.apply(row)));
    }

    /** A column of type {@code jsonb}, from JSON text. */
    public static <R> TableColumn<R, String> json(String name, Function<R, @Nullable String> value) {
        var array = new Parameter<R>(name, arrays -> arrays.json(value));
        return new TableColumn<>(
                name, value, List.of(array), "n.%s::jsonb".formatted(name), (copy, row) -> copy.json(value.apply(row)));
    }

    /** A point in WGS 84; NULL if a coordinate is. The coordinates may also be separate columns. */
    public static <R> TableColumn<R, Void> point(String name, TableColumn<R, Double> lng, TableColumn<R, Double> lat) {
        return new TableColumn<>(
                name,
                _ -> null,
                List.of(lng.arrays.getFirst(), lat.arrays.getFirst()),
                "ST_SetSRID(ST_MakePoint(%s, %s), 4326)".formatted(lng.expression, lat.expression),
                (copy, row) -> copy.point(lng.value.apply(row), lat.value.apply(row)));
    }

    private static <R, V> TableColumn<R, V> plain(
            String name, Function<R, @Nullable V> value, Binding<R> binding, Copy<R> copy) {
        return new TableColumn<>(name, value, List.of(new Parameter<>(name, binding)), "n." + name, copy);
    }
}
