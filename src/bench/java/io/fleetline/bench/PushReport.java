package io.fleetline.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The results of all loads.
 *
 * @param ceiling rows per second by COPY
 * @param ratios items per second divided by COPY's rows per second, measured alternately
 * @param empty the load of 500 items a request over an empty table
 * @param runs all loads, including that one
 */
record PushReport(
        long prefilledRows,
        int vehicles,
        double ceiling,
        Map<String, Spread> ratios,
        PushRun empty,
        List<PushRun> runs) {
    static final String MANY = "500 items";
    static final String SOME = "50 items";
    static final String SINGLE = "1 item";
    static final String AT_HALF_LOAD = ", half load";

    String table() {
        return """
                %,d vehicles, %,d rows in the table beforehand

                %s
                %s
                | ceiling: COPY, one session | %,.0f | | | | | |

                Ratios to COPY, measured in turn, median (range):

                %s

                %s""".formatted(
                vehicles,
                prefilledRows,
                PushRun.HEAD,
                runs.stream().map(PushRun::row).collect(Collectors.joining("\n")),
                ceiling,
                ratios.entrySet().stream()
                        .map(ratio -> "- `%s`: %s"
                                .formatted(ratio.getKey(), ratio.getValue().inWords()))
                        .collect(Collectors.joining("\n")),
                runs.stream().map(run -> "- " + run.name() + ": " + run.books()).collect(Collectors.joining("\n")));
    }

    String json() {
        var many = run(MANY).result().itemsPerSecond();
        var some = run(SOME).result().itemsPerSecond();
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"push\",\"vehicles\":%d,\"prefilled_rows\":%d,\"ceiling\":{\"copy_rows_per_s\":%.0f},"
                        + "\"items500_per_s\":%.0f,\"items50_per_s\":%.0f,\"single_requests_per_s\":%.0f,"
                        + "\"empty_items500_per_s\":%.0f,\"p99_half_load_ms\":%.1f,\"p99_half_load_500_ms\":%.1f,"
                        + "\"p99_half_load_50_ms\":%.1f,\"p99_half_load_1_ms\":%.1f,\"books_balance\":%b,"
                        + "\"ratios\":{%s,\"prefilled_to_empty\":%.3f},\"spread\":{%s}}",
                vehicles,
                prefilledRows,
                ceiling,
                many,
                some,
                run(SINGLE).result().requestsPerSecond(),
                empty.result().itemsPerSecond(),
                Math.max(Math.max(halfLoadMs(MANY), halfLoadMs(SOME)), halfLoadMs(SINGLE)),
                halfLoadMs(MANY),
                halfLoadMs(SOME),
                halfLoadMs(SINGLE),
                runs.stream().allMatch(run -> run.books().balance()),
                joined(spread -> String.format(Locale.ROOT, "%.3f", spread.median())),
                many / empty.result().itemsPerSecond(),
                joined(Spread::json));
    }

    private String joined(Function<Spread, String> value) {
        return ratios.entrySet().stream()
                .map(ratio -> "\"%s\":%s".formatted(ratio.getKey(), value.apply(ratio.getValue())))
                .collect(Collectors.joining(","));
    }

    private double halfLoadMs(String name) {
        return run(name + AT_HALF_LOAD).result().latencyMs(99);
    }

    private PushRun run(String name) {
        return runs.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
    }
}
