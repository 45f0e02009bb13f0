package io.fleetline.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as the database stores them: whole microseconds. */
public final class Times {

    private static final long PER_SECOND = 1_000_000;
    private static final long LATEST = Long.MAX_VALUE / PER_SECOND - 1;

    private Times() {}

    /** Microseconds since 1970; a time beyond the calendar becomes one that the database refuses as out of range. */
    public static long micros(Instant time) {
        if (Math.abs(time.getEpochSecond()) > LATEST) {
            return time.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return time.getEpochSecond() * PER_SECOND + time.getNano() / 1_000;
    }

    /** @param micros microseconds since 1970 */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    public static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
