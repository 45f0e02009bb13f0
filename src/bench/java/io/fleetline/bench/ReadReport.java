package io.fleetline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of all reads, and their ratios to the machine's limits. */
final class ReadReport {
    private final List<ReadRunner.Figures> rows = new ArrayList<>();
    private final Map<String, Double> ceilings = new LinkedHashMap<>();
    private final Map<String, Spread> ratios = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    ReadRunner.Figures row(ReadRunner.Figures row) {
        rows.add(row);
        return row;
    }

    void ceiling(String key, double value) {
        ceilings.put(key, value);
    }

    /** A ratio of measurements in turn. */
    void ratio(String key, Spread values) {
        ratios.put(key, values);
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
                        ratioLines(),
                        lines("Figures", figures));
    }

    String json() {
        var medians = new LinkedHashMap<String, Double>();
        ratios.forEach((key, spread) -> medians.put(key, spread.median()));
        return "{\"bench\":\"read\",\"ceiling\":{%s},\"ratios\":{%s},\"spread\":{%s},%s}"
                .formatted(pairs(ceilings), pairs(medians), spreads(), pairs(figures));
    }

    private String ratioLines() {
        return ratios.entrySet().stream()
                .map(ratio ->
                        "- `%s`: %s".formatted(ratio.getKey(), ratio.getValue().inWords()))
                .collect(Collectors.joining("\n", "Ratios, measured in turn, median (range):\n\n", "\n"));
    }

    private String spreads() {
        return ratios.entrySet().stream()
                .map(ratio ->
                        "\"%s\":%s".formatted(ratio.getKey(), ratio.getValue().json()))
                .collect(Collectors.joining(","));
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
