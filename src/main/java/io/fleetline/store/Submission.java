package io.fleetline.store;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A batch on its way, the keys of its facts worked out by the caller's own thread. */
record Submission<T>(Batch<T> batch, List<FactKey> keys) {

    static <T> Submission<T> of(Batch<T> batch, FactTable<T> table) {
        return new Submission<>(batch, batch.facts().stream().map(table::key).toList());
    }

    /** @param number which of the submissions of a group this is */
    Stream<Row<T>> rows(int number) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new Row<>(batch.facts().get(i), keys.get(i), number));
    }

    /** A fact and whose it is. */
    record Row<T>(T fact, FactKey key, int submission) {}
}
