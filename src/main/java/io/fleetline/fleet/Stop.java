package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle standing still.
 *
 * @param endTime when it moved again; null while it still stands
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

    /** Whether the engine ran meanwhile. */
    public enum Kind {
        /** Engine off. */
        PARKING("parking"),
        /** Engine on. */
        IDLING("idling");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word under which it is stored. */
        public String label() {
            return label;
        }
    }
}
