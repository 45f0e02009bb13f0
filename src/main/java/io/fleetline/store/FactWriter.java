package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Times;
import io.fleetline.store.table.FactTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiFunction;

/**
 * Writes one kind of fact. However many callers there are, what they bring while a commit is under way is committed together
 * by the next one; each is answered when its own facts are durable. Facts of some days ago, whose chunks may be compressed, go in a
 * lane of their own.
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
     * Stores the batch and waits until it is durable; waits for room first when the queue is full. A fact that the database
     * refuses becomes a dead letter with its reason, and the rest of the batch lands.
     *
     * @throws StoreUnavailableException when the database is away, when another session holds what the batch needs, when the database refuses
     *     it for a reason that is not in its facts, or when the store is closed; the batch may be handed in again, for what was stored already
     *     changes nothing
     * @throws IllegalArgumentException when the batch's own cursors or dead letters are such that no database takes them
     */
    public Stored write(Batch<T> batch) {
        return write(batch, Lane::put);
    }

    /**
     * Like {@link #write}, but does not wait for room.
     *
     * @throws StoreFullException at once when the queue is full
     */
    public Stored tryWrite(Batch<T> batch) {
        return write(batch, Lane::offer);
    }

    /** Facts that wait to be written. */
    int queued() {
        return live.queued() + late.queued();
    }

    /** Whether live facts find no room. */
    boolean isFull() {
        return live.isFull();
    }

    boolean isWriting() {
        return live.isWriting() && late.isWriting();
    }

    /** Writes what is still queued, then ends; the late lane first, as what belongs to its batches comes by the live one. */
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

    /** Live facts do not wait for the late ones of their batch; what says that all are stored does. */
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
