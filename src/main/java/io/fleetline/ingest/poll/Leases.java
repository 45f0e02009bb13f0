package io.fleetline.ingest.poll;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Decides which (job, account) pairs this replica works on. Every replica sends heartbeats and takes its share: a hash assigns each
 * pair to a live replica, and a pair changes hands only after its previous owner has released it or has been silent for longer
 * than a lease lasts. All times are the database's, the one clock that all replicas share.
 *
 * <p>A lease saves work; it does not guard the data: two replicas that both believe they own a pair store the same facts once.
 */
public final class Leases implements AutoCloseable {
    /** How long a replica may be silent before its work is taken over; it renews three times within this time. */
    static final Duration LENGTH = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final String replica = UUID.randomUUID().toString();
    private volatile Set<Lease> held = Set.of();

    public Leases(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One pair. */
    public record Lease(String job, String account) {}

    /** Whether this replica owned the pair at its last renewal. */
    boolean holds(String job, String account) {
        return held.contains(new Lease(job, account));
    }

    int held() {
        return held.size();
    }

    /** Sends a heartbeat, keeps and takes the pairs assigned to this replica, and releases the others. */
    void renew(Collection<Lease> wanted) {
        held = jdbi.inTransaction(handle -> {
            showAlive(handle);
            release(handle);
            return take(handle, wanted);
        });
    }

    private void showAlive(Handle handle) {
        handle.createUpdate("""
                INSERT INTO infrastructure.replicas (id, seen_at) VALUES (:me, now())
                ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
                """).bind("me", replica).execute();
        handle.createUpdate("DELETE FROM infrastructure.replicas WHERE seen_at < now() - :length * interval '2 second'")
                .bind("length", LENGTH.toSeconds())
                .execute();
    }

    /** Releases the pairs that the hash assigns to another live replica. */
    private void release(Handle handle) {
        handle.createUpdate("""
                DELETE FROM infrastructure.leases l
                WHERE l.owner = :me
                  AND :me <> (SELECT r.id FROM infrastructure.replicas r
                              WHERE r.seen_at > now() - :length * interval '1 second'
                              ORDER BY md5(r.id || l.job || l.account) LIMIT 1)
                """)
                .bind("me", replica)
                .bind("length", LENGTH.toSeconds())
                .execute();
    }

    private Set<Lease> take(Handle handle, Collection<Lease> wanted) {
        var rows = handle.createQuery("""
                INSERT INTO infrastructure.leases AS l (job, account, owner, expires_at)
                SELECT w.job, w.account, :me, now() + :length * interval '1 second'
                FROM unnest(:jobs::text[], :accounts::text[]) AS w (job, account)
                WHERE :me = (SELECT r.id FROM infrastructure.replicas r
                             WHERE r.seen_at > now() - :length * interval '1 second'
                             ORDER BY md5(r.id || w.job || w.account) LIMIT 1)
                ORDER BY w.job, w.account
                ON CONFLICT (job, account) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
                WHERE l.owner = excluded.owner OR l.expires_at < now()
                RETURNING job, account
                """)
                .bind("me", replica)
                .bind("length", LENGTH.toSeconds())
                .bind("jobs", wanted.stream().map(Lease::job).toArray(String[]::new))
                .bind("accounts", wanted.stream().map(Lease::account).toArray(String[]::new))
                .map((row, context) -> new Lease(row.getString(1), row.getString(2)))
                .list();
        return Set.copyOf(new HashSet<>(rows));
    }

    /** Releases all pairs, so that another replica, or the next start, need not wait. */
    @Override
    public void close() {
        held = Set.of();
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM infrastructure.leases WHERE owner = ?", replica);
            handle.execute("DELETE FROM infrastructure.replicas WHERE id = ?", replica);
        });
    }
}
