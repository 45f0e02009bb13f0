package io.fleetline.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as receivers get it.
 *
 * @param cursor where it ends, and its name
 * @param state such as "raised", "started", "ended", "removed"
 * @param subject the IMEI, or what else it is about
 * @param time when it happened
 * @param storedAt when the change was written
 * @param costCentre of the vehicle now; null: none, or unknown
 * @param severity null: none, or unknown
 * @param document a JSON object
 */
record OutboxEvent(
        EventCursor cursor,
        EventKind kind,
        String state,
        String subject,
        Instant time,
        Instant storedAt,
        @Nullable String costCentre,
        @Nullable String severity,
        String document) {}
