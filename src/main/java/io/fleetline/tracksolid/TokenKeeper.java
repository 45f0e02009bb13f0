package io.fleetline.tracksolid;

import io.fleetline.database.SqlTrouble;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Provides a valid access token and requests new ones as rarely as possible. Guarantees:
 *
 * <ol>
 *   <li>A fresh token is served from memory, without SQL.
 *   <li>A valid token in the database, from another replica or an earlier process, is used; no new one is requested.
 *   <li>A token is renewed before it expires (see {@link VendorToken#isFresh}); meanwhile, and if renewal fails, the old one is served.
 *   <li>One request runs at a time, in this process and over all replicas. No transaction is open meanwhile.
 *   <li>No request is sent within {@link #GAP} of the last one, whichever replica sent it. A caller that needs a token then waits, for a
 *       limited time, for the result of that request, and sends its own if there is none.
 *   <li>A token that the vendor rejects is discarded, unless it has already been replaced, and a new one is requested. If guarantee 5
 *       forbids the request, the call fails with TOKEN.
 *   <li>A refused login is a TOKEN exception that names the settings. It is not retried within {@link #GAP}; callers in the meantime
 *       get the same exception at once.
 * </ol>
 */
final class TokenKeeper {
    /** A minute, which is the vendor's rule, plus a second for network delay. */
    static final Duration GAP = Duration.ofSeconds(61);

    private static final Logger LOG = Logger.getLogger(TokenKeeper.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than the gap, so that a caller takes over from a replica that died during its request. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private final VendorTokenTable table;
    private final Supplier<VendorToken> vendor;
    private final String user;
    private final InstantSource clock;
    private final Duration poll;
    private final Duration patience;
    private final ReentrantLock obtaining = new ReentrantLock();
    private volatile @Nullable VendorToken current;
    private volatile @Nullable RecentFailure lastFailure;

    TokenKeeper(VendorTokenTable table, Login login, InstantSource clock) {
        this(table, login, login.user(), clock, POLL, PATIENCE);
    }

    /**
     * @param vendor requests a token; throws TracksolidException if it gets none
     * @param poll how often to look for another replica's token, real time
     * @param patience how long to wait for it, real time
     */
    TokenKeeper(
            VendorTokenTable table,
            Supplier<VendorToken> vendor,
            String user,
            InstantSource clock,
            Duration poll,
            Duration patience) {
        this.table = table;
        this.vendor = vendor;
        this.user = user;
        this.clock = clock;
        this.poll = poll;
        this.patience = patience;
    }

    /**
     * A valid token.
     *
     * @throws TracksolidException TOKEN if there is none and none may be requested now, or the reason why the request failed
     */
    String token() {
        var held = current;
        var now = now();
        if (held != null && held.isFresh(now)) {
            return held.value();
        }
        return held != null && held.isValid(now)
                ? renewedIfIdle(held).value()
                : alone(this::obtained).value();
    }

    /**
     * Another token than this one, which the vendor has just rejected.
     *
     * @throws TracksolidException as {@link #token()}
     */
    String replacementFor(String rejected) {
        return alone(() -> {
                    forget(rejected);
                    return obtained();
                })
                .value();
    }

    private void forget(String rejected) {
        var held = current;
        if (held != null && held.value().equals(rejected)) {
            current = null;
        }
        table.discard(rejected);
    }

    private VendorToken renewedIfIdle(VendorToken old) {
        if (!obtaining.tryLock()) {
            return old;
        }
        try {
            return renewed(old);
        } catch (TracksolidException | JdbiException e) {
            LOG.warnf(
                    "The access token of %s, valid until %s, was not renewed: %s",
                    user, old.expiresAt(), SqlTrouble.inWords(e));
            return old;
        } finally {
            obtaining.unlock();
        }
    }

    private VendorToken renewed(VendorToken old) {
        var held = current;
        if (held != null && held.isFresh(now())) {
            return held;
        }
        var kept = table.read().token();
        if (kept != null && kept.isFresh(now())) {
            return keep(kept);
        }
        return recentFailure() == null && table.claim(now(), GAP) ? requested() : old;
    }

    /** Under the lock: the token that the previous holder of the lock got, the one in the database, or a new one. */
    private VendorToken obtained() {
        var held = current;
        if (held != null && held.isValid(now())) {
            return held;
        }
        var deadline = System.nanoTime() + patience.toNanos();
        var token = attempted();
        while (token == null) {
            if (System.nanoTime() >= deadline) {
                throw noTokenFromReplica();
            }
            pause();
            token = attempted();
        }
        return token;
    }

    /** Null while another replica's request is under way. */
    private @Nullable VendorToken attempted() {
        var entry = table.read();
        var kept = entry.token();
        if (kept != null && kept.isValid(now())) {
            return keep(kept);
        }
        var last = recentFailure();
        if (last != null) {
            throw last.again();
        }
        if (table.claim(now(), GAP)) {
            return requested();
        }
        if (entry.isAnsweredSince(now().minus(GAP))) {
            throw none(
                    "the vendor rejects the last token, which is less than a minute old: no other may be requested yet");
        }
        return null;
    }

    private VendorToken requested() {
        var asked = now();
        try {
            var token = vendor.get();
            lastFailure = null;
            keep(token);
            save(token);
            return token;
        } catch (TracksolidException e) {
            lastFailure = new RecentFailure(e, asked.plus(GAP));
            throw e;
        }
    }

    /** A failing database must not cost the token. */
    private void save(VendorToken token) {
        try {
            table.save(token);
        } catch (JdbiException e) {
            // The message is left out: PostgreSQL may quote the row.
            LOG.warnf(
                    "The new access token of %s could not be saved to the database: %s",
                    user, e.getClass().getName());
        }
    }

    private VendorToken keep(VendorToken token) {
        current = token;
        return token;
    }

    private @Nullable RecentFailure recentFailure() {
        var last = lastFailure;
        return last != null && now().isBefore(last.until()) ? last : null;
    }

    /** Callers that queue behind this one are spared the wait. */
    private TracksolidException noTokenFromReplica() {
        var e = none("no token arrived from the replica that requested one");
        lastFailure = new RecentFailure(e, now().plus(POLL));
        return e;
    }

    private VendorToken alone(Supplier<VendorToken> work) {
        obtaining.lock();
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new TracksolidException(
                    Kind.TOKEN, 0, Login.METHOD, user, "the token cache in the database is unreachable", e);
        } finally {
            obtaining.unlock();
        }
    }

    private void pause() {
        try {
            Thread.sleep(poll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none("interrupted while waiting for a token");
        }
    }

    private TracksolidException none(String reason) {
        return new TracksolidException(Kind.TOKEN, 0, Login.METHOD, user, reason, null);
    }

    /** Truncated to the precision of the database. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
