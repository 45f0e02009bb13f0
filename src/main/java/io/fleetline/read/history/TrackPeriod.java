package io.fleetline.read.history;

import io.fleetline.read.Moments;
import io.fleetline.read.Period;
import io.fleetline.read.Single;
import jakarta.ws.rs.BadRequestException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The period of a track: from and to (and their aliases), or one day, or the last hours; by default today. */
final class TrackPeriod {
    static final String DATE = "date";
    static final String HOURS = "hours";

    /** The parameters in addition to those of {@link Period}. */
    static final List<String> NAMES = List.of(DATE, HOURS);

    /** SQL over {@link Period#parameters()}: the first instant; null if open. */
    static final String FROM_SQL =
            "coalesce(:from_at::timestamptz, reporting.fn_business_day_start(coalesce(:from_day::date, :to_day::date)))";

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}(\\.\\d{1,6})?");
    private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(10 * 366 * 24);

    private TrackPeriod() {}

    /** @throws BadRequestException that names the parameter that is invalid or conflicts with another */
    static Period of(Map<String, List<String>> given, Instant now) {
        var date = Single.value(DATE, given);
        var hours = Single.value(HOURS, given);
        boolean ends = Period.NAMES.stream()
                .anyMatch(name -> !Single.values(name, given).isEmpty());
        if (!date.isEmpty() && (ends || !hours.isEmpty())) {
            throw new BadRequestException("date cannot be combined with hours, from or to");
        } else if (!hours.isEmpty() && ends) {
            throw new BadRequestException("hours cannot be combined with date, from or to");
        } else if (!date.isEmpty()) {
            var day = day(date);
            return new Period(day, day);
        } else if (!hours.isEmpty()) {
            var end = now.atOffset(ZoneOffset.UTC);
            return new Period(end.minus(duration(hours)), end);
        }
        return Period.of(given);
    }

    private static LocalDate day(String text) {
        if (DAY.matcher(text).matches()) {
            return Moments.day(DATE, text);
        }
        throw new BadRequestException("date must be a day, like 2026-05-31");
    }

    private static Duration duration(String text) {
        var hours = NUMBER.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
        if (hours.signum() <= 0 || hours.compareTo(MOST_HOURS) > 0) {
            throw new BadRequestException("hours must be a number above 0, at most " + MOST_HOURS);
        }
        return Duration.ofMillis(hours.multiply(BigDecimal.valueOf(3_600_000)).longValue());
    }
}
