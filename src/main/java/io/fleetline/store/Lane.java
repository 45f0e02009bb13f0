package io.fleetline.store;

import io.fleetline.store.table.FactTable;

/** A queue of submissions with its own writers. Late facts have a separate lane, so that live ones never wait for them. */
final class Lane<T> implements AutoCloseable {

    /**
     * Storing a fact in a compressed chunk takes about twenty times as long, so fewer of them may wait, and fewer are committed together:
     * about a second's and ten seconds' worth.
     */
    private static final int LATE_BATCH = 1_000;

    private static final int LATE_QUEUE = 10_000;

    private final SubmissionQueue<Submission<T>, Stored> queue;
    private final GroupCommit<Submission<T>, Stored> commits;

    private Lane(
            String name,
            Thread.Builder threads,
            int writers,
            int maxBatch,
            SubmissionQueue<Submission<T>, Stored> queue,
            FactCommitter<T> committer) {
        this.queue = queue;
        this.commits = new GroupCommit<>(
                name,
                threads,
                writers,
                maxBatch,
                queue,
                submission -> submission.batch().requestId(),
                committer::commit);
    }

    static <T> Lane<T> live(FactTable<T> table, int writers, StoreSettings settings, FactCommitter<T> committer) {
        var queue = new SubmissionQueue<Submission<T>, Stored>(settings.queuedSubmissions(), settings.queuedFacts());
        return new Lane<>(table.name(), Thread.ofPlatform().daemon(), writers, settings.maxBatch(), queue, committer);
    }

    /** On virtual threads: they cost nothing without late facts. */
    static <T> Lane<T> late(FactTable<T> table, int writers, StoreSettings settings, FactCommitter<T> committer) {
        var queue = new SubmissionQueue<Submission<T>, Stored>(
                settings.queuedSubmissions(), Math.min(LATE_QUEUE, settings.queuedFacts()));
        var maxBatch = Math.min(LATE_BATCH, settings.maxBatch());
        return new Lane<>(table.name() + "-late", Thread.ofVirtual(), writers, maxBatch, queue, committer);
    }

    /** Waits for space. */
    Pending<Submission<T>, Stored> put(Submission<T> submission) {
        return commits.submit(submission, submission.weight());
    }

    /** @throws StoreFullException at once if there is no space */
    Pending<Submission<T>, Stored> offer(Submission<T> submission) {
        return commits.trySubmit(submission, submission.weight());
    }

    /** The number of facts waiting to be written. */
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
