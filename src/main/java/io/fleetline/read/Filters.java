package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What callers narrow their questions with: several values by repeating, or by commas. */
public final class Filters {
    private Filters() {}

    /** The values as an SQL {@code text[]}; null when there are none, which filters nothing. */
    public static String @Nullable [] values(List<String> given) {
        var values = given.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toArray(String[]::new);
        return values.length == 0 ? null : values;
    }

    /**
     * The ignition filter as {@code on} or {@code off}; null when not given.
     *
     * @throws BadRequestException for any other word
     */
    public static @Nullable String ignition(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        return switch (given.strip().toLowerCase(Locale.ROOT)) {
            case "on", "1", "true" -> "on";
            case "off", "0", "false" -> "off";
            default -> throw new BadRequestException("acc_status must be on or off");
        };
    }
}
