package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Parses days and instants in requests. */
public final class Moments {
    private static final int LONGEST_SHOWN = 40;

    private Moments() {}

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    /** @throws BadRequestException that names the parameter, for a day that does not exist */
    public static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new BadRequestException("%s is not a date: there is no day %s".formatted(name, shown(text)), e);
        }
    }

    /**
     * In UTC, because the database accepts only offsets below 16 hours.
     *
     * @throws BadRequestException that names the parameter, for an impossible time, and for one without an offset
     */
    public static OffsetDateTime instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    "%s is not a date: %s is not an instant with an offset, like 2026-05-31T06:00:00Z"
                            .formatted(name, shown(text)),
                    e);
        }
    }
}
