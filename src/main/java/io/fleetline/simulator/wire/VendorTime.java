package io.fleetline.simulator.wire;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/** The time formats of the vendor; all times are UTC. */
final class VendorTime {
    private static final DateTimeFormatter USUAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter UNPADDED = DateTimeFormatter.ofPattern("uuuu-MM-dd H:mm:ss");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private VendorTime() {}

    /** {@code 2026-01-15 08:30:00}. */
    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : USUAL.format(time.atOffset(ZoneOffset.UTC));
    }

    /** {@code 2026-01-15 8:30:00}, as in some OBD rows. */
    static String unpadded(Instant time) {
        return UNPADDED.format(time.atOffset(ZoneOffset.UTC));
    }

    /** {@code 2026-01-15T08:30:00.000Z}, as in the parking report. */
    static String iso(Instant time) {
        return ISO.format(time.atOffset(ZoneOffset.UTC));
    }

    /** @throws Refusal 1001 if it is not in the usual format */
    static Instant parse(String name, String text) {
        try {
            return LocalDateTime.parse(text, USUAL).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Refusal.parameter("%s must be yyyy-MM-dd HH:mm:ss".formatted(name));
        }
    }
}
