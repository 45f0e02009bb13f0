package io.fleetline.bench;

import io.fleetline.bench.live.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The table and the line of JSON of the live benchmark. */
final class LiveReport {
    private static final double MICROS_A_MS = 1_000;

    private final List<String> delays = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /** @param key of its figures; times in microseconds */
    void delay(String name, String key, Histogram times) {
        delays.add(String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f |",
                name,
                times.getTotalCount(),
                ms(times, 50),
                ms(times, 99),
                ms(times, 99.9)));
        figures.put(key + "_p50_ms", ms(times, 50));
        figures.put(key + "_p99_ms", ms(times, 99));
    }

    private static double ms(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_A_MS;
    }

    void traffic(String format, String key, long clients, Traffic sent, double seconds) {
        line(
                "%s: %d clients, %,.0f messages/s, %,.0f bytes/s, %,.0f bytes a message",
                format,
                clients,
                sent.frames() / seconds,
                sent.bytes() / seconds,
                (double) sent.bytes() / Math.max(sent.frames(), 1));
        figure(key + "_bytes_per_s_and_client", sent.bytes() / seconds / clients);
    }

    void line(String format, Object... values) {
        lines.add("- " + String.format(Locale.ROOT, format, values));
    }

    void figure(String key, double value) {
        figures.put(key, value);
    }

    String table() {
        return "| time | messages' vehicles, or messages | p50 ms | p99 ms | p99.9 ms |%n|---|---|---|---|---|%n%s%n%n%s%n"
                .formatted(String.join("%n".formatted(), delays), String.join("%n".formatted(), lines));
    }

    String json() {
        var pairs = new ArrayList<String>();
        figures.forEach((key, value) -> pairs.add(String.format(Locale.ROOT, "\"%s\":%.4g", key, value)));
        return "{\"bench\":\"live\"," + String.join(",", pairs) + "}";
    }
}
