package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle standing still.
 *
 * @param endTime when it moved again; null if it still stands
 * @param durationS seconds, as the vendor counts them
 */
public record Stop(
        String imei,
        Kind kind,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable Long durationS,
        @Nullable Double lat,
        @Nullable Double lng,
        @Nullable String address) {

    /** Whether the engine was running. */
    public enum Kind {
        /** Engine off. */
        PARKING("parking"),
        /** Engine on. */
        IDLING("idling");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The value stored in the database. */
        public String label() {
            return label;
        }
    }
}
