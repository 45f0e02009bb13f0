package io.fleetline.store;

/**
 * Writes one kind of fact. However many callers there are, what they bring while a commit is under way is committed together
 * by the next one; each is answered when its own facts are durable.
 */
public final class FactWriter<T> implements AutoCloseable {

    private final FactTable<T> table;
    private final SubmissionQueue<Submission<T>, Stored> queue;
    private final GroupCommit<Submission<T>, Stored> commits;

    FactWriter(FactTable<T> table, int writers, StoreSettings settings, FactCommitter<T> committer) {
        this.table = table;
        this.queue = new SubmissionQueue<>(settings.queuedSubmissions(), settings.queuedFacts());
        this.commits = new GroupCommit<>(
                table.name(),
                writers,
                settings.maxBatch(),
                queue,
                submission -> submission.batch().requestId(),
                committer::commit);
    }

    /**
     * Stores the batch and waits until it is durable; waits for room first when the queue is full. A fact that the database
     * refuses becomes a dead letter with its reason, and the rest of the batch lands.
     *
     * @throws StoreUnavailableException when the database is away, or the store closed; the batch may be handed in again, for
     *     what was stored already changes nothing
     * @throws IllegalArgumentException when the batch's own cursors or dead letters are such that no database takes them
     */
    public Stored write(Batch<T> batch) {
        return batch.weight() == 0 ? Stored.NOTHING : commits.submit(Submission.of(batch, table), batch.weight());
    }

    /**
     * Like {@link #write}, but does not wait for room.
     *
     * @throws StoreFullException at once when the queue is full
     */
    public Stored tryWrite(Batch<T> batch) {
        return batch.weight() == 0 ? Stored.NOTHING : commits.trySubmit(Submission.of(batch, table), batch.weight());
    }

    /** Facts that wait to be written. */
    int queued() {
        return queue.weight();
    }

    boolean isFull() {
        return queue.isFull();
    }

    boolean isWriting() {
        return commits.isWriting();
    }

    /** Writes what is still queued, then ends. */
    @Override
    public void close() {
        commits.close();
    }
}
