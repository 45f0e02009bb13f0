package io.fleetline.store;

import java.util.List;

/**
 * What belongs together and lands together: all of it in one transaction, or nothing.
 *
 * @param facts what was reported
 * @param deadLetters what came with it and could not become a fact
 * @param cursors how far the poller has got once these facts are stored
 */
public record Batch<T>(List<T> facts, List<DeadLetter> deadLetters, List<CursorMove> cursors) {
    public Batch {
        facts = List.copyOf(facts);
        deadLetters = List.copyOf(deadLetters);
        cursors = List.copyOf(cursors);
    }

    /** Facts only. */
    public static <T> Batch<T> of(List<T> facts) {
        return new Batch<>(facts, List.of(), List.of());
    }

    int weight() {
        return facts.size() + deadLetters.size() + cursors.size();
    }
}
