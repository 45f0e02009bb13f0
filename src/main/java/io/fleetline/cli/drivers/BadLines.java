package io.fleetline.cli.drivers;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import io.fleetline.register.DeviceImport.BadLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The problems of a file: all are counted, the first ones are kept. */
public final class BadLines {
    private static final int SHOWN = 20;

    private final List<BadLine> first = new ArrayList<>();
    private long count;

    void add(BadLine line) {
        count++;
        first.add(line);
        if (first.size() > 2 * SHOWN) {
            keepFirst();
        }
    }

    private void keepFirst() {
        first.sort(comparingLong(BadLine::line));
        first.subList(Math.min(SHOWN, first.size()), first.size()).clear();
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** One line for each of the first problems, and one with the total. */
    public String report(Path file) {
        keepFirst();
        var lines = first.stream()
                .map(bad -> "%s: line %d: %s".formatted(file, bad.line(), bad.problem()))
                .collect(joining("\nfleetline: "));
        return lines
                + "\nfleetline: %s: %d %s%s; nothing was changed"
                        .formatted(
                                file,
                                count,
                                count == 1 ? "fault" : "faults",
                                count > SHOWN ? ", the first %d are shown".formatted(SHOWN) : "");
    }
}
