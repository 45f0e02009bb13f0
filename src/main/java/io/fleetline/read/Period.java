package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The period of a question. Each end is open (null), a business day ({@link LocalDate}; the last day is inclusive), or an instant
 * ({@link OffsetDateTime}; the last one is exclusive). The database decides when a business day begins, because it knows the fleet's
 * time zone.
 */
public record Period(@Nullable Temporal from, @Nullable Temporal to) {
    /** SQL over {@link #parameters()}: the first instant; null if open. Seven days if only the last day is given. */
    public static final String FROM_SQL = """
            coalesce(:from_at::timestamptz,
                     reporting.fn_business_day_start(coalesce(:from_day::date, :to_day::date - 6)))""";

    /** SQL over {@link #parameters()}: the first instant after the period; null if open. */
    public static final String TO_SQL =
            "coalesce(:to_at::timestamptz, reporting.fn_business_day_start(:to_day::date + 1))";

    private static final List<String> FROM = List.of("from", "start", "start_date");
    private static final List<String> TO = List.of("to", "end", "end_date");

    /** The names of the request parameters; those of one end are aliases. */
    public static final List<String> NAMES =
            Stream.of(FROM, TO).flatMap(List::stream).toList();

    // Four digits, because the database's range of years is smaller than Java's.
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.+");

    /**
     * Reads the period of a request; blank values are ignored.
     *
     * @throws BadRequestException that names the parameter: neither a day nor an instant, several different values, or days in
     *     the wrong order (if an instant is involved, the database compares)
     */
    public static Period of(Map<String, List<String>> given) {
        var from = end(FROM, given);
        var to = end(TO, given);
        if (from instanceof LocalDate first && to instanceof LocalDate last && first.isAfter(last)) {
            throw new BadRequestException("from (%s) is after to (%s)".formatted(first, last));
        }
        return new Period(from, to);
    }

    /** The parameters of the SQL expressions. */
    public Map<String, @Nullable Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("from_day", from instanceof LocalDate ? from : null);
        parameters.put("from_at", from instanceof OffsetDateTime ? from : null);
        parameters.put("to_day", to instanceof LocalDate ? to : null);
        parameters.put("to_at", to instanceof OffsetDateTime ? to : null);
        return parameters;
    }

    private static @Nullable Temporal end(List<String> names, Map<String, List<String>> given) {
        var ends = names.stream().flatMap(name -> ends(name, given)).distinct().toList();
        if (ends.size() > 1) {
            throw new BadRequestException(names.getFirst() + " is given several times, with different values");
        }
        return ends.isEmpty() ? null : ends.getFirst();
    }

    private static Stream<Temporal> ends(String name, Map<String, List<String>> given) {
        return Single.values(name, given).stream().map(text -> dayOrInstant(name, text));
    }

    private static Temporal dayOrInstant(String name, String text) {
        if (DAY.matcher(text).matches()) {
            return Moments.day(name, text);
        } else if (INSTANT.matcher(text).matches()) {
            return Moments.instant(name, text);
        }
        throw new BadRequestException(
                name + " must be a day, like 2026-05-31, or an instant, like 2026-05-31T06:00:00Z");
    }
}
