package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Batch;
import io.fleetline.store.CallRecord;
import io.fleetline.store.DeadLetterBox.Kept;
import io.fleetline.store.Outcome;
import io.fleetline.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs pushes that became dead letters through the current mappers. What succeeds becomes a fact, and its dead letter is deleted in the same
 * transaction; what fails stays as it is.
 */
public final class DeadLetterReplay {
    private static final String ENDPOINT = "replay-dead-letters";
    private static final int PAGE = 500;
    private static final Map<String, Family<?>> FAMILIES =
            Families.ALL.stream().collect(toMap(Family::path, identity()));

    private final Store store;
    private final Plausibility plausibility;

    public DeadLetterReplay(Store store, Plausibility plausibility) {
        this.store = store;
        this.plausibility = plausibility;
    }

    /** The number of dead letters with one reason, and how many of them became facts. */
    public record ReplayCount(int letters, int stored) {
        public int stillBad() {
            return letters - stored;
        }

        private ReplayCount plus(ReplayCount other) {
            return new ReplayCount(letters + other.letters, stored + other.stored);
        }
    }

    /**
     * Replays all of them, page by page, so it can be interrupted and run again at any time.
     *
     * @param since received at that time or later; null for any time
     * @param reason with exactly this reason; null for any reason
     * @param dryRun whether to store and delete nothing
     * @param onPage called after each page with its number of letters
     * @return the results, by reason
     */
    public Map<String, ReplayCount> run(
            @Nullable Instant since, @Nullable String reason, boolean dryRun, IntConsumer onPage) {
        var outcomes = new TreeMap<String, ReplayCount>();
        for (var page = store.deadLetters().pushed(since, reason, 0, PAGE); !page.isEmpty(); ) {
            page.stream()
                    .collect(groupingBy(letter -> String.valueOf(letter.path())))
                    .forEach((path, letters) -> replay(FAMILIES.get(path), letters, dryRun, outcomes));
            onPage.accept(page.size());
            page = store.deadLetters().pushed(since, reason, page.getLast().id(), PAGE);
        }
        return outcomes;
    }

    private <T> void replay(
            @Nullable Family<T> family, List<Kept> letters, boolean dryRun, Map<String, ReplayCount> outcomes) {
        var facts = new ArrayList<T>();
        var readable = new ArrayList<Long>();
        for (var letter : letters) {
            var found = family == null ? List.<T>of() : facts(family, letter);
            outcomes.merge(letter.reason(), new ReplayCount(1, found.isEmpty() ? 0 : 1), ReplayCount::plus);
            if (!found.isEmpty()) {
                facts.addAll(found);
                readable.add(letter.id());
            }
        }
        if (family != null && !dryRun) {
            store(family, Batch.replayed(facts, readable));
        }
    }

    /** Empty if any part of it is still unusable. */
    private <T> List<T> facts(Family<T> family, Kept letter) {
        var sorting = new Sorting<>(
                family.path(), family.mapper().apply(plausibility), Integer.MAX_VALUE, UnaryOperator.identity());
        try {
            sorting.sort(letter.payload().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("from memory", e);
        }
        var batch = sorting.batch();
        return batch.deadLetters().isEmpty() ? batch.facts() : List.of();
    }

    private <T> void store(Family<T> family, Batch<T> batch) {
        var began = plausibility.clock().instant();
        var beganNanos = System.nanoTime();
        var stored = store.writer(family.kind()).write(batch);
        store.log()
                .record(new CallRecord(
                        began,
                        ENDPOINT,
                        "",
                        Channel.PUSH,
                        batch.facts().size(),
                        stored.inserted(),
                        stored.deadLetters(),
                        Duration.ofNanos(System.nanoTime() - beganNanos),
                        Outcome.OK,
                        null));
    }
}
