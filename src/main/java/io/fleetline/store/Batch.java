package io.fleetline.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together: it is stored when all of its facts are durable, and only then are the dead letters kept and the cursors moved. Facts
 * that are late may be committed before the others.
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

    /** Some of its facts, without what else belongs to it. */
    Batch<T> onlyFacts(List<T> some) {
        return new Batch<>(some, List.of(), List.of(), List.of(), requestId);
    }

    /** Some of its facts, with all that belongs to it. */
    Batch<T> withFacts(List<T> some) {
        return new Batch<>(some, deadLetters, cursors, replayed, requestId);
    }

    int weight() {
        return facts.size() + deadLetters.size() + cursors.size() + replayed.size();
    }
}
