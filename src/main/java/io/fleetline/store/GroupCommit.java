package io.fleetline.store;

import io.fleetline.database.OutageLog;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.wire.RequestId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Group commit by natural batching: everything queued while the last commit was running is committed together. There are no timers, so a
 * single submission is committed at once. Only the first writer takes whatever there is; the others help when the queue
 * is long.
 */
public final class GroupCommit<S, R> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    private final String name;
    private final SubmissionQueue<S, R> queue;
    private final int maxBatch;
    private final Function<S, @Nullable String> requestId;
    private final Consumer<List<Pending<S, R>>> committer;
    private final OutageLog outage;
    private final List<Thread> writers;

    /**
     * @param threads creates the writers
     * @param requestId returns the request id of a submission, for the log
     * @param committer commits and completes them; if it throws, the uncompleted ones fail with its exception
     */
    public GroupCommit(
            String name,
            Thread.Builder threads,
            int writers,
            int maxBatch,
            SubmissionQueue<S, R> queue,
            Function<S, @Nullable String> requestId,
            Consumer<List<Pending<S, R>>> committer) {
        this.name = name;
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.requestId = requestId;
        this.committer = committer;
        this.outage = new OutageLog(name);
        this.writers = IntStream.rangeClosed(1, writers)
                .mapToObj(number -> threads.name(name + "-writer-" + number)
                        .start(() -> writeUntilClosed(number == 1 ? queue::take : queue::takeFromCrowd)))
                .toList();
    }

    /** Submits it, waits for space if there is none, and returns a handle to wait on until it is durable. */
    public Pending<S, R> submit(S submission, int weight) {
        var pending = new Pending<S, R>(submission, weight);
        queue.put(pending);
        return pending;
    }

    /**
     * Like {@link #submit}, but never waits.
     *
     * @throws StoreFullException if there is no space
     */
    public Pending<S, R> trySubmit(S submission, int weight) {
        var pending = new Pending<S, R>(submission, weight);
        if (!queue.offer(pending)) {
            throw new StoreFullException(name + ": too much is waiting to be written");
        }
        return pending;
    }

    public boolean isWriting() {
        return writers.stream().allMatch(Thread::isAlive);
    }

    /** Writes what is still queued, then ends. */
    @Override
    public void close() {
        queue.close();
        writers.forEach(GroupCommit::join);
    }

    private void writeUntilClosed(IntFunction<List<Pending<S, R>>> taking) {
        for (var group = taking.apply(maxBatch); !group.isEmpty(); group = taking.apply(maxBatch)) {
            write(group);
        }
    }

    private void write(List<Pending<S, R>> group) {
        MDC.put(RequestId.KEY, new RequestsOf<>(group, requestId));
        try {
            committer.accept(group);
            outage.worked();
            fail(group, new IllegalStateException("the writer did not complete this submission"));
        } catch (StoreUnavailableException e) {
            outage.failed(String.valueOf(e.getMessage()));
            fail(group, e);
            // Those behind would each wait for the same timeout in turn, so they fail now.
            fail(queue.takeAll(), e);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "%s: a batch could not be written",
                    Thread.currentThread().getName());
            fail(group, e);
        } finally {
            MDC.remove(RequestId.KEY);
        }
    }

    /** Completed ones keep their answer. */
    private static <S, R> void fail(List<Pending<S, R>> group, Throwable reason) {
        group.forEach(pending -> pending.fail(reason));
    }

    private static void join(Thread writer) {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
