package io.fleetline.read.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client may subscribe to. */
enum FeedKind {
    /** Every change of a vehicle on the map. */
    POSITION,
    /** Changes of a vehicle's status only. */
    STATUS,
    TRIP,
    ALARM;

    /** As in frames. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FeedKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
