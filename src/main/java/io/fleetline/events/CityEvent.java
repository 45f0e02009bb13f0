package io.fleetline.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event, received or derived.
 *
 * @param origin the service of the event that caused it all
 * @param at when it was received or raised; of a derived event, the time of its cause
 * @param payload as received
 * @param normalized what rules look at
 * @param key under which its service has it once; null: it is a new one each time
 * @param cause null: it was received
 * @param depth derivations between it and what was received
 */
record CityEvent(
        UUID id,
        String service,
        String origin,
        Instant at,
        ObjectNode payload,
        ObjectNode normalized,
        @Nullable String key,
        @Nullable Cause cause,
        int depth) {

    /**
     * What it was derived from.
     *
     * @param explanation the rule, its version, and the values that it looked at
     */
    record Cause(UUID source, String rule, int version, ObjectNode explanation) {}

    static CityEvent received(
            UUID id, String service, Instant at, ObjectNode payload, ObjectNode normalized, @Nullable String key) {
        return new CityEvent(id, service, service, at, payload, normalized, key, null, 0);
    }

    CityEvent derive(UUID newId, String toService, ObjectNode content, @Nullable String newKey, Cause why) {
        return new CityEvent(newId, toService, origin, at, content, content, newKey, why, depth + 1);
    }
}
