package io.fleetline.read.ogc;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The key of a feature within its collection.
 *
 * @param parts imei, time, and further parts of the collection's key, as text
 * @param at the time, in UTC, or the business day; null if the imei alone is the key
 */
record FeatureKey(List<String> parts, @Nullable Temporal at) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'");

    /** Empty if no feature of the collection can have such an id. */
    static Optional<FeatureKey> parse(OgcCollection collection, String id) {
        var match = collection.key().matcher(id);
        if (!match.matches() || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var parts = IntStream.rangeClosed(1, match.groupCount())
                .mapToObj(match::group)
                .toList();
        try {
            return Optional.of(new FeatureKey(parts, time(parts)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Temporal time(List<String> parts) {
        if (parts.size() < 2) {
            return null;
        }
        var text = parts.get(1);
        return text.indexOf('T') < 0
                ? LocalDate.parse(text)
                : LocalDateTime.parse(text, MOMENT).atOffset(ZoneOffset.UTC);
    }

    String imei() {
        return parts.getFirst();
    }
}
