package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Times;
import io.fleetline.store.table.FactTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiFunction;

/**
 * Writes one kind of fact. All batches submitted while a commit is running are committed together by the next one; each caller is
 * answered once its own facts are durable. Facts that are some days old, whose chunks may be compressed, have a separate
 * lane.
 */
public final class FactWriter<T> implements AutoCloseable {

    /** Less than any age at which a chunk is compressed ({@code infrastructure.storage_policies}). */
    private static final Duration LATE_AFTER = Duration.ofDays(2);

    private final FactTable<T> table;
    private final InstantSource clock;
    private final Lane<T> live;
    private final Lane<T> late;

    FactWriter(FactTable<T> table, InstantSource clock, Lane<T> live, Lane<T> late) {
        this.table = table;
        this.clock = clock;
        this.live = live;
        this.late = late;
    }

    /**
     * Stores the batch and waits until it is durable; first waits for space if the queue is full. A fact that the database refuses becomes
     * a dead letter with its reason, and the rest of the batch is stored.
     *
     * @throws StoreUnavailableException if the database is unavailable, if another session locks what the batch needs, if the
     *     database refuses
     *     it for a reason that is not in its facts, or if the store is closed; the batch may be submitted again, because what was already stored
     *     changes nothing
     * @throws IllegalArgumentException if the database cannot accept the batch's own cursors or dead letters
     */
    public Stored write(Batch<T> batch) {
        return write(batch, Lane::put);
    }

    /**
     * Like {@link #write}, but does not wait for space.
     *
     * @throws StoreFullException at once if the queue is full
     */
    public Stored tryWrite(Batch<T> batch) {
        return write(batch, Lane::offer);
    }

    /** The number of facts waiting to be written. */
    int queued() {
        return live.queued() + late.queued();
    }

    /** Whether the queue of live facts is full. */
    boolean isFull() {
        return live.isFull();
    }

    boolean isWriting() {
        return live.isWriting() && late.isWriting();
    }

    /** Writes what is still queued, then ends; the late lane first, because the bookkeeping of its batches goes through the live one. */
    @Override
    public void close() {
        late.close();
        live.close();
    }

    private Stored write(Batch<T> batch, BiFunction<Lane<T>, Submission<T>, Pending<Submission<T>, Stored>> entry) {
        if (batch.weight() == 0) {
            return Stored.NOTHING;
        }
        var submission = Submission.of(batch, table);
        var horizon = Times.micros(clock.instant().minus(LATE_AFTER));
        var lateFacts =
                submission.keys().stream().filter(key -> key.micros() < horizon).count();
        if (lateFacts == 0 || lateFacts == submission.keys().size()) {
            return entry.apply(lateFacts == 0 ? live : late, submission).await();
        }
        return writeInBoth(submission, horizon, entry);
    }

    /** Live facts do not wait for the late ones of their batch; the bookkeeping does. */
    private Stored writeInBoth(
            Submission<T> submission,
            long horizon,
            BiFunction<Lane<T>, Submission<T>, Pending<Submission<T>, Stored>> entry) {
        var liveOnes = entry.apply(live, submission.only(key -> key.micros() >= horizon));
        var lateOnes = entry.apply(late, submission.only(key -> key.micros() < horizon));
        var stored = liveOnes.await().plus(lateOnes.await());
        var bookkeeping = submission.rest(submission.keys().size());
        return bookkeeping.weight() == 0
                ? stored
                : stored.plus(entry.apply(live, bookkeeping).await());
    }
}
