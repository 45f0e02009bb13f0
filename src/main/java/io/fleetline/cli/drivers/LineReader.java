package io.fleetline.cli.drivers;

import io.fleetline.fleet.Names;
import io.fleetline.register.DeviceImport.BadLine;
import io.fleetline.register.DeviceImport.Cell;
import io.fleetline.register.DeviceImport.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Turns the cells of a line into values. */
final class LineReader {
    /** A cell with only this clears the column. */
    private static final String CLEAR = "-";
    /** A cell with only this returns the column to the vendor's device list. */
    private static final String VENDOR = "(vendor)";

    private final Header header;
    private final Consumer<Line> good;
    private final Consumer<BadLine> bad;

    LineReader(Header header, Consumer<Line> good, Consumer<BadLine> bad) {
        this.header = header;
        this.good = good;
        this.bad = bad;
    }

    void read(long number, String[] cells) {
        if (Arrays.stream(cells).allMatch(cell -> Names.canonical(cell).isEmpty())) {
            return;
        }
        int columns = header.columns().size();
        if (cells.length != columns) {
            bad.accept(new BadLine(number, "has %d cells, but the header has %d".formatted(cells.length, columns)));
            return;
        }
        var key = new StringBuilder();
        var values = new ArrayList<Cell>();
        boolean allGood = true;
        for (int i = 0; i < columns; i++) {
            allGood &= read(number, i, Names.canonical(cells[i]), key, values);
        }
        if (allGood) {
            good.accept(new Line(number, key.toString(), values));
        }
    }

    private boolean read(long number, int position, String cell, StringBuilder key, List<Cell> values) {
        var column = header.columns().get(position).orElse(null);
        if (column == null) {
            return cell.isEmpty()
                    || refuse(number, "column %d has no header, but a value".formatted(position + 1), cell);
        }
        if (column == header.key()) {
            key.append(cell);
            return isKey(number, column, cell);
        }
        switch (cell) {
            case "" -> {}
            case CLEAR -> values.add(new Cell(column.label(), null, true));
            case VENDOR -> values.add(new Cell(column.label(), null, false));
            default -> {
                var reason = Cells.reasonAgainst(column, cell);
                if (reason != null) {
                    return refuse(number, column.label() + " " + reason, cell);
                }
                values.add(new Cell(column.label(), Cells.canonical(column, cell), true));
            }
        }
        return true;
    }

    private boolean isKey(long number, Column column, String cell) {
        if (cell.isEmpty() || cell.equals(CLEAR) || cell.equals(VENDOR)) {
            return refuse(number, column.label() + " does not identify a vehicle", cell);
        }
        var reason = Cells.reasonAgainst(column, cell);
        return reason == null || refuse(number, column.label() + " " + reason, cell);
    }

    /** @return false */
    private boolean refuse(long number, String reason, String cell) {
        bad.accept(new BadLine(number, "%s: '%s'".formatted(reason, Cells.shown(cell))));
        return false;
    }
}
