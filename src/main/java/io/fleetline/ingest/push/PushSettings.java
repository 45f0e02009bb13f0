package io.fleetline.ingest.push;

import java.time.Duration;

/**
 * What may be pushed.
 *
 * @param token the secret that senders must give; empty: none is asked for
 * @param maxBodyBytes longest body, compressed or not
 * @param maxItems most items of one request
 * @param itemsPerSecond most items a second; 0: no limit
 * @param bytesInFlight most bytes of all the bodies being worked on
 * @param bodyTime a body must have arrived after this time
 * @param maxAge how old a fact may be
 */
public record PushSettings(
        String token,
        int maxBodyBytes,
        int maxItems,
        int itemsPerSecond,
        int bytesInFlight,
        Duration bodyTime,
        Duration maxAge) {

    @Override
    public String toString() {
        return "pushes of up to %d bytes and %d items, token redacted".formatted(maxBodyBytes, maxItems);
    }
}
