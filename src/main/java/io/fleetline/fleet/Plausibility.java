package io.fleetline.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Limits on what a device may report. Each check returns the reason against the value, short and countable, or null if it passes.
 *
 * @param maxAge the oldest age of a fact; devices with a lost clock report dates years ago
 */
public record Plausibility(InstantSource clock, Duration maxAge) {
    public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(550);

    /** How far a device's clock may be ahead of ours. */
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    private static final int LONGEST_IMEI = 32;

    /** @throws IllegalArgumentException if {@code maxAge} is not positive */
    public Plausibility {
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("the maximum age of a fact must be positive, not " + maxAge);
        }
    }

    public @Nullable String reasonAgainst(Instant time) {
        var now = clock.instant();
        if (time.isAfter(now.plus(TOLERANCE))) {
            return "time in the future";
        }
        return time.isBefore(now.minus(maxAge)) ? "time too old" : null;
    }

    /**
     * The reason against a position. Trackers report the point (0, 0) before they have a fix.
     *
     * @param lat WGS-84 degrees
     * @param lng WGS-84 degrees
     */
    public static @Nullable String reasonAgainst(double lat, double lng) {
        if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) {
            return "coordinates out of range";
        }
        return lat == 0 && lng == 0 ? "no position" : null;
    }

    /** The reason against an IMEI that is not 1 to 32 letters and digits. */
    public static @Nullable String reasonAgainstImei(String imei) {
        var usable = !imei.isEmpty() && imei.length() <= LONGEST_IMEI;
        for (var i = 0; usable && i < imei.length(); i++) {
            usable = isImeiCharacter(imei.charAt(i));
        }
        return usable ? null : "unusable IMEI";
    }

    private static boolean isImeiCharacter(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
