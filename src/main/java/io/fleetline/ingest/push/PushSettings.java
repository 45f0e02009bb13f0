package io.fleetline.ingest.push;

import java.time.Duration;

/**
 * Limits on pushes.
 *
 * @param token the secret that senders must send; empty: none is required
 * @param maxBodyBytes the longest body, compressed or not
 * @param maxItems the most items in one request
 * @param itemsPerSecond the most items per second; 0: no limit
 * @param bytesInFlight the most bytes of all bodies in progress
 * @param bodyTime the longest time for a body to arrive
 * @param maxAge the oldest age of a fact
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
