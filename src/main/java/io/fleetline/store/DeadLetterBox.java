package io.fleetline.store;

import io.fleetline.database.Times;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The dead letters to look at. They are written, and deleted, by {@link FactWriter} together with the facts. */
public final class DeadLetterBox {
    private final Jdbi jdbi;

    DeadLetterBox(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param path null when nobody knows by which it came */
    public record Kept(long id, @Nullable String path, String reason, String payload) {}

    /** So many dead letters came by one path for one reason. */
    public record Count(String source, @Nullable String path, String reason, long count) {}

    /**
     * Those of pushes, in the order of their ids.
     *
     * @param since received for the first time at that time or later; null: whenever
     * @param reason with exactly this reason; null: with any
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

    /** How many {@link #pushed} gives in all. */
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

    /** How many different ones have come since then that had not come before, the most frequent first. */
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
