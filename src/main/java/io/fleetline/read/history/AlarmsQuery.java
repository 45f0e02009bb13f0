package io.fleetline.read.history;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.Period;
import io.fleetline.read.Single;
import jakarta.ws.rs.BadRequestException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The request for alarms.
 *
 * @param parameters the parameters of {@link #SQL}
 */
record AlarmsQuery(Map<String, @Nullable Object> parameters) {
    static final int DEFAULT_LIMIT = 200;
    static final int MAX_LIMIT = 1_000;

    static final String SQL = """
            reporting.fn_alarms(
                %s,
                %s,
                %s,
                :severity::text[], :limit::integer, :as_of::timestamptz)
            """.formatted(Filters.SQL, TrackPeriod.FROM_SQL, Period.TO_SQL);

    private static final String DEFAULT_HOURS = "24";
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

    /** @throws BadRequestException that names the parameter */
    static AlarmsQuery of(Map<String, List<String>> given, Caller caller, Instant now) {
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(given, caller));
        parameters.putAll(period(given, now).parameters());
        parameters.put("severity", severities(given));
        parameters.put("limit", limit(Single.value("limit", given)));
        parameters.put("as_of", now.atOffset(ZoneOffset.UTC));
        return new AlarmsQuery(parameters);
    }

    /** The last hours have no end: the alarm of a device whose clock is a little ahead is one of them. */
    private static Period period(Map<String, List<String>> given, Instant now) {
        var asked = new HashMap<>(given);
        boolean isOpen = Stream.of(Period.NAMES, TrackPeriod.NAMES)
                .flatMap(List::stream)
                .allMatch(name -> Single.values(name, given).isEmpty());
        if (isOpen) {
            asked.put(TrackPeriod.HOURS, List.of(DEFAULT_HOURS));
        }
        var period = TrackPeriod.of(asked, now);
        return Single.values(TrackPeriod.HOURS, asked).isEmpty() ? period : new Period(period.from(), null);
    }

    private static String @Nullable [] severities(Map<String, List<String>> given) {
        var words = Single.values("severity", given).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toArray(String[]::new);
        if (!SEVERITIES.containsAll(List.of(words))) {
            throw new BadRequestException("severity must be critical, warning or info");
        }
        return words.length == 0 ? null : words;
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadRequestException("limit must be a number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }
}
