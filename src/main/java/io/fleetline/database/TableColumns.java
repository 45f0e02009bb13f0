package io.fleetline.database;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a table that rows fill, and last a column for the time of writing. The parts of a statement, its parameters and the rows of
 * a {@code COPY} all come from this list.
 *
 * @param <R> a row, as Java has it
 */
public final class TableColumns<R> {

    private final List<TableColumn<R, ?>> columns;
    private final String writtenAt;
    private final List<TableColumn.Parameter<R>> arrays;

    /** @param writtenAt the column, a {@code timestamptz}, that gets the same time in all rows */
    public TableColumns(List<TableColumn<R, ?>> columns, String writtenAt) {
        this.columns = columns;
        this.writtenAt = writtenAt;
        var byName = new LinkedHashMap<String, TableColumn.Parameter<R>>();
        columns.forEach(column -> column.arrays().forEach(array -> byName.put(array.name(), array)));
        this.arrays = List.copyOf(byName.values());
    }

    /** The same, and this one. */
    public TableColumns<R> with(TableColumn<R, ?> column) {
        return new TableColumns<>(
                Stream.concat(columns.stream(), Stream.of(column)).toList(), writtenAt);
    }

    /** With the column for the time of writing, separated by commas. */
    public String names() {
        return allNames().collect(joining(", "));
    }

    /** The same, each as a column of this row of a query. */
    public String names(String row) {
        return names(row, Map.of());
    }

    /** @param instead expressions that replace some of the columns */
    public String names(String row, Map<String, String> instead) {
        return allNames()
                .map(name -> instead.getOrDefault(name, row + "." + name))
                .collect(joining(", "));
    }

    /** Without these, and without the column for the time of writing. */
    public List<String> namesBut(String... others) {
        var left = Set.of(others);
        return columns.stream()
                .map(TableColumn::name)
                .filter(name -> !left.contains(name))
                .toList();
    }

    private Stream<String> allNames() {
        return Stream.concat(columns.stream().map(TableColumn::name), Stream.of(writtenAt));
    }

    /** A query that gives the rows, with these columns; it ends with its {@code FROM}. Its parameters are bound by {@link #bind}. */
    public String rows() {
        return """
                SELECT %s, ?::timestamptz AS %s
                FROM unnest(%s) AS n (%s)
                """.formatted(
                        columns.stream()
                                .map(column -> column.expression() + " AS " + column.name())
                                .collect(joining(", ")),
                        writtenAt,
                        arrays.stream().map(array -> "?").collect(joining(", ")),
                        arrays.stream().map(TableColumn.Parameter::name).collect(joining(", ")));
    }

    /** Binds what {@link #rows} asks for, at the next places of the statement. */
    public ArrayParameters<R> bind(ArrayParameters<R> parameters, Instant now) throws SQLException {
        parameters.instant(now);
        for (var array : arrays) {
            array.binding().bind(parameters);
        }
        return parameters;
    }

    /** Adds a row with {@link #names()}. */
    public void copy(BinaryCopy copy, R row, Instant now) {
        copy.row(columns.size() + 1);
        for (var column : columns) {
            column.copy().add(copy, row);
        }
        copy.time(now);
    }
}
