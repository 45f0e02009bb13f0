package io.fleetline.read.ogc;

import io.fleetline.read.Moments;
import io.fleetline.read.Period;
import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameter {@code datetime}: a period, both ends inclusive. Each end is open (null), an instant ({@link OffsetDateTime}),
 * or a business day ({@link LocalDate}; whole, which goes beyond the standard).
 */
record DateTimeSpan(@Nullable Temporal from, @Nullable Temporal to) {
    static final DateTimeSpan ALWAYS = new DateTimeSpan(null, null);

    /** SQL over {@link #parameters()}: the first instant; null if open. */
    static final String FROM_SQL = "coalesce(:from_at::timestamptz, reporting.fn_business_day_start(:from_day::date))";

    /** SQL over {@link #parameters()}: the last instant; null if open. The database's times are whole microseconds. */
    static final String TO_SQL = """
            coalesce(:to_at::timestamptz, reporting.fn_business_day_start(:to_day::date + 1) - INTERVAL '1 microsecond')""";

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    // Four digits, because the database's range of years is smaller than Java's.
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt].+");

    /**
     * Reads an instant or an interval {@code from/to}, whose open ends are {@code ..} or empty.
     *
     * @throws BadRequestException that names the parameter and the problem
     */
    static DateTimeSpan parse(String text) {
        var ends = text.strip().split("/", -1);
        return switch (ends.length) {
            case 1 -> new DateTimeSpan(moment(ends[0]), moment(ends[0]));
            case 2 -> new DateTimeSpan(end(ends[0]), end(ends[1])).checked();
            default -> throw wrong("an interval has one slash, not " + (ends.length - 1));
        };
    }

    /** The parameters of the SQL expressions. */
    Map<String, @Nullable Object> parameters() {
        return new Period(from, to).parameters();
    }

    private DateTimeSpan checked() {
        boolean ordered = switch (from) {
            case LocalDate first when to instanceof LocalDate last -> !first.isAfter(last);
            case OffsetDateTime first when to instanceof OffsetDateTime last -> !first.isAfter(last);
            case null, default -> from == null || to == null;
        };
        if (!ordered) {
            throw wrong("%s is after %s, or one is a day and the other an instant".formatted(from, to));
        }
        return this;
    }

    private static @Nullable Temporal end(String text) {
        return text.isEmpty() || text.equals("..") ? null : moment(text);
    }

    private static Temporal moment(String text) {
        if (DAY.matcher(text).matches()) {
            return Moments.day("datetime", text);
        } else if (INSTANT.matcher(text).matches()) {
            return Moments.instant("datetime", text);
        }
        throw wrong("'" + text + "' is neither an instant, like 2026-05-31T06:00:00Z, nor a day, like 2026-05-31");
    }

    private static BadRequestException wrong(String why) {
        return new BadRequestException("datetime: " + why);
    }
}
