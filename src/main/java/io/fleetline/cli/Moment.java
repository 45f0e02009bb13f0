package io.fleetline.cli;

import io.fleetline.settings.BadSetting;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** A time as typed by a user: a day, or an instant. */
final class Moment {
    private Moment() {}

    /** The beginning of the day in this zone, or the instant. */
    static Instant of(String option, String text, ZoneId zone) {
        return of(option, text, zone, 0);
    }

    /** The same; a day is moved by {@code daysOn} days. */
    static Instant of(String option, String text, ZoneId zone, int daysOn) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).plusDays(daysOn).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new BadSetting(option + " must be a day such as 2026-01-14, or an instant, but is '" + text + "'");
        }
    }
}
