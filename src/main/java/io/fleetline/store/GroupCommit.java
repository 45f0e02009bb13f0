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
 * Group commit by natural batching: whatever has queued up while the last commit was under way is committed together. There
 * are no timers, so a lonely submission is committed at once. Only the first writer takes whatever there is; the others help when
 * there is a crowd.
 */
final class GroupCommit<S, R> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    private final String name;
    private final SubmissionQueue<S, R> queue;
    private final int maxBatch;
    private final Function<S, @Nullable String> requestId;
    private final Consumer<List<Pending<S, R>>> committer;
    private final OutageLog outage;
    private final List<Thread> writers;

    /**
     * @param threads makes the writers
     * @param requestId of the request that a submission belongs to, for the log
     * @param committer commits them and completes each; what it leaves open when it throws is failed with its exception
     */
    GroupCommit(
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

    /** Hands it in, waits for room if there is none, and returns what to wait for until it is durable. */
    Pending<S, R> submit(S submission, int weight) {
        var pending = new Pending<S, R>(submission, weight);
        queue.put(pending);
        return pending;
    }

    /**
     * Like {@link #submit}, but never waits.
     *
     * @throws StoreFullException when there is no room
     */
    Pending<S, R> trySubmit(S submission, int weight) {
        var pending = new Pending<S, R>(submission, weight);
        if (!queue.offer(pending)) {
            throw new StoreFullException(name + ": too much is waiting to be written");
        }
        return pending;
    }

    boolean isWriting() {
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
            fail(group, new IllegalStateException("the writer has forgotten this submission"));
        } catch (StoreUnavailableException e) {
            outage.failed(String.valueOf(e.getMessage()));
            fail(group, e);
            // Each of those behind would wait for the same time-out in turn: they had better hear it now.
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

    /** Those that have their answer already keep it. */
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
