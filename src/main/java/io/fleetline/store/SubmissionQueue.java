package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue with two bounds: the number of submissions, and their total weight. */
public final class SubmissionQueue<S, R> {

    /** Two small commits cost nearly twice as much as one combined: a second writer pays off only for a queue of this weight. */
    private static final int CROWD = 500;

    private final int maxCount;
    private final int maxWeight;
    /** Fair, so that small submissions that still fit do not overtake a large one forever. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition filled = lock.newCondition();
    private final Condition crowded = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final ArrayDeque<Pending<S, R>> waiting = new ArrayDeque<>();
    private int weight;
    private boolean closed;

    public SubmissionQueue(int maxCount, int maxWeight) {
        this.maxCount = maxCount;
        this.maxWeight = maxWeight;
    }

    /** Waits for space. */
    void put(Pending<S, R> pending) {
        lock.lock();
        try {
            while (!closed && isFullFor(pending)) {
                emptied.await();
            }
            add(pending);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for space in the queue", e);
        } finally {
            lock.unlock();
        }
    }

    /** Never waits: false if there is no space now. */
    boolean offer(Pending<S, R> pending) {
        lock.lock();
        try {
            var fits = closed || !isFullFor(pending);
            if (fits) {
                add(pending);
            }
            return fits;
        } finally {
            lock.unlock();
        }
    }

    /** Makes space by dropping the oldest. */
    List<Pending<S, R>> putDroppingOldest(Pending<S, R> pending) {
        var dropped = new ArrayList<Pending<S, R>>();
        lock.lock();
        try {
            while (!closed && isFullFor(pending)) {
                dropped.add(removeFirst());
            }
            add(pending);
        } finally {
            lock.unlock();
        }
        return dropped;
    }

    /** Waits for a submission, then takes as many as fit into the weight; at least one, or none if closed and empty. */
    List<Pending<S, R>> take(int batchWeight) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            return removeUpTo(batchWeight);
        } finally {
            lock.unlock();
        }
    }

    /** For a helper: like {@link #take}, but takes nothing as long as the queue is short. */
    List<Pending<S, R>> takeFromCrowd(int batchWeight) {
        lock.lock();
        try {
            while (weight < CROWD && !closed) {
                crowded.awaitUninterruptibly();
            }
            return removeUpTo(batchWeight);
        } finally {
            lock.unlock();
        }
    }

    List<Pending<S, R>> takeAll() {
        lock.lock();
        try {
            return removeUpTo(Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /** What is queued can still be taken; nothing more can be put. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            crowded.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The total weight of the queue. */
    public int weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    /** Whether not even the smallest submission fits. */
    public boolean isFull() {
        lock.lock();
        try {
            return waiting.size() >= maxCount || weight >= maxWeight;
        } finally {
            lock.unlock();
        }
    }

    /** A submission that is larger than the whole queue fits if it is alone. */
    private boolean isFullFor(Pending<S, R> pending) {
        return !waiting.isEmpty() && (waiting.size() >= maxCount || (long) weight + pending.weight() > maxWeight);
    }

    private void add(Pending<S, R> pending) {
        if (closed) {
            throw new StoreUnavailableException("the store is closed");
        }
        waiting.addLast(pending);
        weight += pending.weight();
        filled.signal();
        if (weight >= CROWD) {
            crowded.signal();
        }
    }

    private List<Pending<S, R>> removeUpTo(int batchWeight) {
        var taken = new ArrayList<Pending<S, R>>();
        var room = batchWeight;
        while (!waiting.isEmpty() && (taken.isEmpty() || waiting.getFirst().weight() <= room)) {
            room -= waiting.getFirst().weight();
            taken.add(removeFirst());
        }
        emptied.signalAll();
        return taken;
    }

    private Pending<S, R> removeFirst() {
        var first = waiting.removeFirst();
        weight -= first.weight();
        return first;
    }
}
