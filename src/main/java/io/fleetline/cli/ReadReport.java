package io.fleetline.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What readers were given, side by side, and what that is of what the machine can do. */
final class ReadReport {
    private final List<ReadRunner.Figures> rows = new ArrayList<>();
    private final Map<String, Double> ceilings = new LinkedHashMap<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    ReadRunner.Figures row(ReadRunner.Figures row) {
        rows.add(row);
        return row;
    }

    void ceiling(String key, double value) {
        ceilings.put(key, value);
    }

    void ratio(String key, double value) {
        ratios.put(key, value);
    }

    void figure(String key, double value) {
        figures.put(key, value);
    }

    String table() {
        return "%s\n%s\n\n%s\n%s\n%s"
                .formatted(
                        ReadRunner.HEAD,
                        rows.stream().map(ReadRunner.Figures::row).collect(Collectors.joining("\n")),
                        lines("Ceilings", ceilings),
                        lines("Ratios", ratios),
                        lines("Figures", figures));
    }

    String json() {
        return "{\"bench\":\"read\",\"ceiling\":{%s},\"ratios\":{%s},%s}"
                .formatted(pairs(ceilings), pairs(ratios), pairs(figures));
    }

    private static String lines(String title, Map<String, Double> values) {
        return values.entrySet().stream()
                .map(value -> String.format(Locale.ROOT, "- `%s`: %,.4g", value.getKey(), value.getValue()))
                .collect(Collectors.joining("\n", title + ":\n\n", "\n"));
    }

    private static String pairs(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(value -> String.format(Locale.ROOT, "\"%s\":%.4g", value.getKey(), value.getValue()))
                .collect(Collectors.joining(","));
    }
}
