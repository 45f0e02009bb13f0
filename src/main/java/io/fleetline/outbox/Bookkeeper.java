package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes what senders have done: who comes while others are being written is written with all who wait by then. */
final class Bookkeeper {
    private static final String SETTLE = "SELECT * FROM outbox.fn_settle(:settled::jsonb)";

    private final Jdbi jdbi;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock(true);

    Bookkeeper(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Each waits for its own, so there are at most as many as endpoints. */
    private static final class Entry {
        private final UUID endpoint;
        private final ObjectNode settlement;
        private @Nullable Boolean counts;
        private @Nullable RuntimeException problem;

        Entry(UUID endpoint, ObjectNode settlement) {
            this.endpoint = endpoint;
            this.settlement = settlement;
        }

        boolean isOpen() {
            return counts == null && problem == null;
        }
    }

    /**
     * Returns once it is committed.
     *
     * @return false: another process has taken the endpoint over, or somebody has moved its place
     * @throws org.jdbi.v3.core.JdbiException if it was not written
     */
    boolean settle(UUID endpoint, ObjectNode settlement) {
        var entry = new Entry(endpoint, settlement);
        waiting.add(entry);
        writing.lock();
        try {
            if (entry.isOpen()) {
                writeAll();
            }
        } finally {
            writing.unlock();
        }
        if (entry.problem != null) {
            throw entry.problem;
        }
        return Boolean.TRUE.equals(entry.counts);
    }

    private void writeAll() {
        var entries = new ArrayList<Entry>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            entries.add(next);
        }
        try {
            var counting = write(entries);
            entries.forEach(entry -> entry.counts = counting.contains(entry.endpoint));
        } catch (RuntimeException e) {
            entries.forEach(entry -> entry.problem = e);
        }
    }

    private Set<UUID> write(List<Entry> entries) {
        var all = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> all.add(entry.settlement));
        return new HashSet<>(jdbi.inTransaction(handle -> handle.createQuery(SETTLE)
                .bind("settled", all.toString())
                .mapTo(UUID.class)
                .list()));
    }
}
