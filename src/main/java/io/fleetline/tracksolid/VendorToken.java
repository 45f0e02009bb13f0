package io.fleetline.tracksolid;

import java.time.Duration;
import java.time.Instant;

/**
 * The vendor's access token, valid from one time to another. Its text form does not show it.
 *
 * @param expiresAt exclusive
 */
record VendorToken(String value, Instant issuedAt, Instant expiresAt) {
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(10);

    boolean isValid(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Valid and not yet due for renewal. Renewal is due 10 minutes before expiry, or a tenth of the lifetime if that is shorter. */
    boolean isFresh(Instant now) {
        var tenth = Duration.between(issuedAt, expiresAt).dividedBy(10);
        return now.isBefore(expiresAt.minus(tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN));
    }

    @Override
    public String toString() {
        return "AccessToken[valid until %s]".formatted(expiresAt);
    }
}
