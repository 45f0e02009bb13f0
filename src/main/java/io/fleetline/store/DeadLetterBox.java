package io.fleetline.store;

import io.fleetline.database.Times;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Reads dead letters. {@link FactWriter} writes and deletes them together with the facts. */
public final class DeadLetterBox {
    private final Jdbi jdbi;

    DeadLetterBox(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param path null if unknown */
    public record Kept(long id, @Nullable String path, String reason, String payload) {}

    /** The number of dead letters from one path for one reason. */
    public record Count(String source, @Nullable String path, String reason, long count) {}

    /**
     * The dead letters of pushes, ordered by id.
     *
     * @param since first received at that time or later; null for any time
     * @param reason with exactly this reason; null for any reason
     * @param afterId only those after this one
     */
    public List<Kept> pushed(@Nullable Instant since, @Nullable String reason, long afterId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, path, reason, payload FROM infrastructure.dead_letters
                        WHERE source = 'push' AND id > :after_id
                          AND (:since::timestamptz IS NULL OR received_at >= :since::timestamptz)
                          AND (:reason::text IS NULL OR reason = :reason::text)
                        ORDER BY id LIMIT :limit
                        """)
                .bind("after_id", afterId)
                .bind("since", since == null ? null : Times.utc(since))
                .bind("reason", reason)
                .bind("limit", limit)
                .map(ConstructorMapper.of(Kept.class))
                .list());
    }

    /** The total number of letters for {@link #pushed}. */
    public long countPushed(@Nullable Instant since, @Nullable String reason) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM infrastructure.dead_letters
                        WHERE source = 'push'
                          AND (:since::timestamptz IS NULL OR received_at >= :since::timestamptz)
                          AND (:reason::text IS NULL OR reason = :reason::text)
                        """)
                .bind("since", since == null ? null : Times.utc(since))
                .bind("reason", reason)
                .mapTo(Long.class)
                .one());
    }

    /** The number of different letters first received since then, the most frequent first. */
    public List<Count> countSince(Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT source, path, reason, count(*) AS count FROM infrastructure.dead_letters
                        WHERE received_at >= :since GROUP BY source, path, reason ORDER BY count DESC, path, reason
                        """)
                .bind("since", Times.utc(since))
                .map(ConstructorMapper.of(Count.class))
                .list());
    }
}
