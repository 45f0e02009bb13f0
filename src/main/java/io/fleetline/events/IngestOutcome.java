package io.fleetline.events;

import java.util.List;
import java.util.UUID;

/** What became of an event that was received. */
sealed interface IngestOutcome {

    /**
     * It is stored, now or since earlier.
     *
     * @param derived the events that were derived from it directly
     */
    record Kept(UUID id, List<UUID> derived) implements IngestOutcome {}

    /** Nothing is stored: its key is that of an event with another payload. */
    record KeyReused(UUID holder) implements IngestOutcome {}

    /** Nothing is stored: the database refuses one of its values. */
    record Unstorable() implements IngestOutcome {}
}
