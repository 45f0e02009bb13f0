package io.fleetline.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts and bookkeeping that belong together: dead letters are kept and cursors moved only once all facts are durable. Late facts
 * may be committed separately from the others.
 *
 * @param facts the reported facts
 * @param deadLetters received items that could not become facts
 * @param cursors the positions of the poller once these facts are stored
 * @param replayed ids of the dead letters that have become these facts, and are deleted
 * @param requestId the id of the request that delivered it; null if there was none
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

    /** Newly received facts. */
    public Batch(List<T> facts, List<DeadLetter> deadLetters, List<CursorMove> cursors) {
        this(facts, deadLetters, cursors, List.of(), null);
    }

    /** Facts from dead letters. */
    public static <T> Batch<T> replayed(List<T> facts, List<Long> deadLetters) {
        return new Batch<>(facts, List.of(), List.of(), deadLetters, null);
    }

    /** Facts only. */
    public static <T> Batch<T> of(List<T> facts) {
        return new Batch<>(facts, List.of(), List.of());
    }

    /** The same, with the id of its request. */
    public Batch<T> with(@Nullable String request) {
        return new Batch<>(facts, deadLetters, cursors, replayed, request);
    }

    /** Some of its facts, without the bookkeeping. */
    Batch<T> onlyFacts(List<T> some) {
        return new Batch<>(some, List.of(), List.of(), List.of(), requestId);
    }

    /** Some of its facts, with all the bookkeeping. */
    Batch<T> withFacts(List<T> some) {
        return new Batch<>(some, deadLetters, cursors, replayed, requestId);
    }

    int weight() {
        return facts.size() + deadLetters.size() + cursors.size() + replayed.size();
    }
}
