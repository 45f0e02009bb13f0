package io.fleetline.simulator.wire;

import io.fleetline.fleet.TimeSpan;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call. Each getter refuses an unusable value with 1001. */
record Request(Map<String, String> params) {
    private static final int MOST_IMEIS = 100;

    String method() {
        return text("method", "");
    }

    @Nullable String optional(String name) {
        var value = params.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String text(String name, String otherwise) {
        var value = optional(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        var value = optional(name);
        if (value == null) {
            throw Refusal.parameter("Parameter %s is missing".formatted(name));
        }
        return value;
    }

    /** A number within bounds, or {@code otherwise} if it is absent. */
    int number(String name, int otherwise, int least, int most) {
        var value = optional(name);
        return value == null ? otherwise : number(name, value, least, most);
    }

    int requiredNumber(String name, int least, int most) {
        return number(name, required(name), least, most);
    }

    /** One to a hundred different IMEIs, sorted. */
    List<String> imeis(String name) {
        var imeis = Arrays.stream(required(name).split(",", -1))
                .map(String::strip)
                .distinct()
                .sorted()
                .toList();
        if (imeis.size() > MOST_IMEIS) {
            throw Refusal.parameter("%s: at most %d devices".formatted(name, MOST_IMEIS));
        }
        return imeis;
    }

    /** A span that lies before now. */
    TimeSpan span(String beginName, String endName, Instant now) {
        var begin = VendorTime.parse(beginName, required(beginName));
        var end = VendorTime.parse(endName, required(endName));
        if (end.isAfter(now)) {
            throw Refusal.parameter("%s must be before the current time".formatted(endName));
        }
        return span(begin, end);
    }

    static TimeSpan span(Instant begin, Instant end) {
        if (end.isBefore(begin)) {
            throw Refusal.parameter("the end time is before the begin time");
        }
        return new TimeSpan(begin, end);
    }

    private static int number(String name, String value, int least, int most) {
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw Refusal.parameter("Parameter validation: %s".formatted(name));
        }
        return Integer.parseInt(value);
    }
}
