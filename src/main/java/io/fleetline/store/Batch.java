package io.fleetline.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together and lands together: all of it in one transaction, or nothing.
 *
 * @param facts what was reported
 * @param deadLetters what came with it and could not become a fact
 * @param cursors how far the poller has got once these facts are stored
 * @param replayed ids of dead letters that have become these facts, and are deleted
 * @param requestId of the request that brought it; null when it was none
 */
public record Batch<T>(
        List<T> facts,
        List<DeadLetter> deadLetters,
        List<CursorMove> cursors,
        List<Long> replayed,
        @Nullable String requestId) {
    public Batch {
        facts = List.copyOf(facts);
        deadLetters = List.copyOf(deadLetters);
        cursors = List.copyOf(cursors);
        replayed = List.copyOf(replayed);
    }

    /** What has just come. */
    public Batch(List<T> facts, List<DeadLetter> deadLetters, List<CursorMove> cursors) {
        this(facts, deadLetters, cursors, List.of(), null);
    }

    /** Facts that were dead letters. */
    public static <T> Batch<T> replayed(List<T> facts, List<Long> deadLetters) {
        return new Batch<>(facts, List.of(), List.of(), deadLetters, null);
    }

    /** Facts only. */
    public static <T> Batch<T> of(List<T> facts) {
        return new Batch<>(facts, List.of(), List.of());
    }

    /** The same, known to come with a request. */
    public Batch<T> with(@Nullable String request) {
        return new Batch<>(facts, deadLetters, cursors, replayed, request);
    }

    int weight() {
        return facts.size() + deadLetters.size() + cursors.size();
    }
}
