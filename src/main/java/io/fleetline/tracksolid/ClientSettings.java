package io.fleetline.tracksolid;

import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.MileageUnit;
import java.time.Duration;

/**
 * Settings of the client of the vendor's API.
 *
 * @param connectTimeout the longest wait for the connection
 * @param readTimeout the longest wait for the complete answer
 * @param trackListTimeout the same for jimi.device.track.list, which can take more than two minutes
 * @param requestsPerSecondPerAccount evenly spaced; 0 means no limit
 * @param maxConcurrentPerAccount concurrent calls per account; one slot is reserved for the quick methods
 * @param mileageUnit the unit of the distances of jimi.device.track.mileage: metres by the vendor's documentation, kilometres in
 *     one deployment
 * @param maxAge the oldest age at which a fact is plausible
 * @param maxReplyBytes the longest reply that is read, bytes
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration readTimeout,
        Duration trackListTimeout,
        int requestsPerSecondPerAccount,
        int maxConcurrentPerAccount,
        MileageUnit mileageUnit,
        Duration maxAge,
        int maxReplyBytes) {

    /** @throws IllegalArgumentException naming the setting that is invalid */
    public ClientSettings {
        require(connectTimeout.isPositive(), "connectTimeout must be positive", connectTimeout);
        require(readTimeout.isPositive(), "readTimeout must be positive", readTimeout);
        require(trackListTimeout.isPositive(), "trackListTimeout must be positive", trackListTimeout);
        require(
                requestsPerSecondPerAccount >= 0,
                "requestsPerSecondPerAccount must not be negative",
                requestsPerSecondPerAccount);
        require(maxConcurrentPerAccount > 0, "maxConcurrentPerAccount must be positive", maxConcurrentPerAccount);
        require(maxAge.isPositive(), "maxAge must be positive", maxAge);
        require(maxReplyBytes > 0, "maxReplyBytes must be positive", maxReplyBytes);
    }

    public static ClientSettings defaults() {
        return new ClientSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(180),
                10,
                4,
                MileageUnit.METRES,
                Plausibility.DEFAULT_MAX_AGE,
                64 * 1024 * 1024);
    }

    private static void require(boolean met, String rule, Object value) {
        if (!met) {
            throw new IllegalArgumentException("%s, not %s".formatted(rule, value));
        }
    }
}
