package io.fleetline.cli.drivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a file.
 *
 * @param columns in the file's order; empty if a header is blank
 * @param key the column that identifies the vehicle: the IMEI, or else the plate
 */
record Header(List<Optional<Column>> columns, Column key) {

    /** @throws IllegalArgumentException for headers that are unknown or repeated, or do not identify the vehicle */
    static Header of(String[] cells) {
        var columns = new ArrayList<Optional<Column>>();
        for (int i = 0; i < cells.length; i++) {
            var column = column(cells[i], i + 1);
            if (column.isPresent() && columns.contains(column)) {
                throw new IllegalArgumentException("columns %d and %d are both the %s"
                        .formatted(
                                columns.indexOf(column) + 1, i + 1, column.get().label()));
            }
            columns.add(column);
        }
        return new Header(List.copyOf(columns), key(columns));
    }

    private static Optional<Column> column(String cell, int position) {
        var header = cell.strip();
        if (header.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Column.of(header)
                .orElseThrow(() -> new IllegalArgumentException("column %d '%s' is unknown; known are %s"
                        .formatted(position, Cells.shown(header), Column.known()))));
    }

    private static Column key(List<Optional<Column>> columns) {
        for (var key : List.of(Column.IMEI, Column.VEHICLE_NUMBER)) {
            if (columns.contains(Optional.of(key))) {
                if (columns.stream().flatMap(Optional::stream).count() == 1) {
                    throw new IllegalArgumentException(
                            "there is no column to import besides the %s".formatted(key.label()));
                }
                return key;
            }
        }
        throw new IllegalArgumentException("no column identifies the vehicle: imei or vehicle_number is needed");
    }
}
