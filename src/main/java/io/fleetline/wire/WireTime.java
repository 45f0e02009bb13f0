package io.fleetline.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The vendor's time formats. */
public final class WireTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    /** With a blank or a T between date and time, unpadded parts, optional fractions and an optional zone. */
    private static final Pattern CALENDAR = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})[ T](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?(Z|[+-]\\d\\d:?\\d\\d)?");

    /** The positions of its digits. */
    private static final String USUAL = "0000-00-00 00:00:00";

    private static final Pattern EPOCH = Pattern.compile("\\d{1,14}");
    /** An epoch below this counts seconds (up to the year 5138), from this on milliseconds (since March 1973). */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private WireTime() {}

    /** In UTC; whole seconds, fractions are cut off. */
    public static String format(Instant time) {
        return FORMAT.format(time.atOffset(ZoneOffset.UTC));
    }

    /**
     * Reads {@code yyyy-MM-dd HH:mm:ss}, ISO 8601, and seconds or milliseconds since 1970. A time without a zone is UTC.
     *
     * @return empty if it is none of these, or not a valid time
     */
    static Optional<Instant> parse(String text) {
        try {
            if (isUsual(text)) {
                return Optional.of(usual(text).toInstant(ZoneOffset.UTC));
            }
            if (EPOCH.matcher(text).matches()) {
                return Optional.of(epoch(Long.parseLong(text)));
            }
            var parts = CALENDAR.matcher(text);
            return parts.matches() ? Optional.of(calendar(parts)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Nearly every time has this format, and a regular expression would take ten times as long. */
    private static boolean isUsual(String text) {
        if (text.length() != USUAL.length()) {
            return false;
        }
        for (var i = 0; i < USUAL.length(); i++) {
            var wanted = USUAL.charAt(i);
            var found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static LocalDateTime usual(String text) {
        return LocalDateTime.of(
                digits(text, 0, 4),
                digits(text, 5, 7),
                digits(text, 8, 10),
                digits(text, 11, 13),
                digits(text, 14, 16),
                digits(text, 17, 19));
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Instant epoch(long count) {
        return count < FIRST_MILLIS ? Instant.ofEpochSecond(count) : Instant.ofEpochMilli(count);
    }

    private static Instant calendar(Matcher parts) {
        var fraction = parts.group(7) == null ? "" : parts.group(7);
        var nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        var named = parts.group(8);
        return LocalDateTime.of(
                        part(parts, 1),
                        part(parts, 2),
                        part(parts, 3),
                        part(parts, 4),
                        part(parts, 5),
                        part(parts, 6),
                        nanos)
                .toInstant(named == null ? ZoneOffset.UTC : ZoneOffset.of(named));
    }

    private static int part(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
