package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.upkeep.StoragePolicies.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Compresses the chunks that are old enough by {@code infrastructure.storage_policies}, each in its own transaction. Does nothing
 * on TimescaleDB's Apache edition.
 *
 * <p>A chunk that is being compressed blocks writers until the transaction ends, and the commit waits for every open reader of the
 * chunk. So the lock timeout is short, and a chunk that is being read is left for a later run. A backup reads all chunks for its
 * whole duration, so backup and compression hold the same advisory lock.
 */
public final class Compression {
    private static final Duration READERS_END_WITHIN = Duration.ofSeconds(1);
    private static final String LOCK_TIMEOUT_REACHED = "55P03";

    private final Jdbi jdbi;

    /** @param jdbi connects as the owner of the tables, or as a superuser; one connection is used */
    public Compression(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The result of a run.
     *
     * @param compressed the number of compressed chunks
     * @param left the number left for a later run, because they are being read or a backup is running
     */
    public record Result(int compressed, int left, List<Problem> problems) {}

    /** A chunk and its hypertable, both with their schema. */
    public record DueChunk(String hypertable, String chunk) {}

    /** Compresses the due chunks; the schema must be migrated. */
    public Result run() {
        return jdbi.withHandle(handle -> {
            var problems = new ArrayList<Problem>();
            int compressed = 0;
            var due = due(handle);
            for (var chunk : due) {
                var trouble = compress(handle, chunk.chunk());
                if (trouble.isEmpty()) {
                    compressed++;
                } else if (!isBusy(trouble.get())) {
                    problems.add(Problem.of(chunk.hypertable(), trouble.get()));
                }
            }
            return new Result(compressed, due.size() - compressed - problems.size(), problems);
        });
    }

    private static List<DueChunk> due(Handle handle) {
        return handle.createQuery("SELECT hypertable, chunk::text FROM infrastructure.fn_chunks_to_compress()")
                .map((row, _) -> new DueChunk(row.getString(1), row.getString(2)))
                .list();
    }

    private static Optional<JdbiException> compress(Handle handle, String chunk) {
        try {
            handle.useTransaction(transaction -> {
                transaction.execute("SET LOCAL lock_timeout = %d".formatted(READERS_END_WITHIN.toMillis()));
                AdvisoryLock.COMPRESSION.lockUntilCommit(transaction);
                transaction.execute("SELECT compress_chunk(?::regclass)", chunk);
            });
            return Optional.empty();
        } catch (JdbiException e) {
            return Optional.of(e);
        }
    }

    private static boolean isBusy(JdbiException e) {
        return e.getCause() instanceof SQLException sql && LOCK_TIMEOUT_REACHED.equals(sql.getSQLState());
    }
}
