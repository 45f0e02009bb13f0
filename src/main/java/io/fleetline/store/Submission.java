package io.fleetline.store;

import io.fleetline.store.table.FactKey;
import io.fleetline.store.table.FactTable;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A submitted batch, with the keys of its facts computed by the caller's own thread. */
record Submission<T>(Batch<T> batch, List<FactKey> keys) {

    static <T> Submission<T> of(Batch<T> batch, FactTable<T> table) {
        return new Submission<>(batch, batch.facts().stream().map(table::key).toList());
    }

    /** @param number the index of this submission in its group */
    Stream<Row<T>> rows(int number) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new Row<>(batch.facts().get(i), keys.get(i), number));
    }

    /** A fact and its submission. */
    record Row<T>(T fact, FactKey key, int submission) {}

    int weight() {
        return batch.weight();
    }

    /** Whether one of its facts lies in one of the ranges. */
    boolean touches(List<TimeRange> ranges) {
        return keys.stream().anyMatch(key -> ranges.stream().anyMatch(range -> range.contains(key.micros())));
    }

    /** Whether its facts may be committed separately, as long as the bookkeeping comes last. */
    boolean isDivisible() {
        return keys.size() > 1;
    }

    /** The facts with matching keys, without the bookkeeping. */
    Submission<T> only(Predicate<FactKey> chosen) {
        var places = IntStream.range(0, keys.size())
                .filter(i -> chosen.test(keys.get(i)))
                .boxed()
                .toList();
        return new Submission<>(
                batch.onlyFacts(places.stream().map(batch.facts()::get).toList()),
                places.stream().map(keys::get).toList());
    }

    /** Some of its facts, without the bookkeeping. */
    Submission<T> facts(int from, int to) {
        return new Submission<>(batch.onlyFacts(batch.facts().subList(from, to)), keys.subList(from, to));
    }

    /** The rest of its facts, with all the bookkeeping. */
    Submission<T> rest(int from) {
        return new Submission<>(
                batch.withFacts(batch.facts().subList(from, keys.size())), keys.subList(from, keys.size()));
    }
}
