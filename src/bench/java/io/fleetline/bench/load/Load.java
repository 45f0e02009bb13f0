package io.fleetline.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * What to send to {@code /pushgps}.
 *
 * @param target where the service listens
 * @param token the webhook's secret
 * @param json a JSON body instead of a form
 * @param vehicles the size of the fleet, which is divided between the connections; no fewer than these
 * @param itemsPerRequest fixes in one request
 * @param connections HTTP connections, each with at most one request in progress
 * @param requestsPerSecond due requests per second, all connections together; 0: as many as possible
 * @param mixture what is sent in addition to new fixes
 * @param firstFix the time of the fleet's first fix, whole seconds; late fixes begin there, the others {@link FixStream#LATE_SPAN_S}
 *     after it
 * @param warmUp time before anything is measured
 * @param measured how long to measure
 */
public record Load(
        InetSocketAddress target,
        String token,
        boolean json,
        int vehicles,
        int itemsPerRequest,
        int connections,
        double requestsPerSecond,
        Mixture mixture,
        Instant firstFix,
        Duration warmUp,
        Duration measured) {

    /**
     * Shares of all items, 0 to 1.
     *
     * @param repeated fixes sent once more
     * @param late fixes older than ones sent before
     * @param unusable fixes of a device whose clock is lost
     */
    public record Mixture(double repeated, double late, double unusable) {}

    /** @throws IllegalArgumentException if there are fewer vehicles than connections */
    public Load {
        if (connections < 1 || itemsPerRequest < 1 || vehicles < connections) {
            throw new IllegalArgumentException(
                    "there must be items, connections, and at least one vehicle for each connection");
        }
    }
}
