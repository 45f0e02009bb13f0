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
 * Has a valid access token at hand, and asks the vendor for one as rarely as can be. Its promises:
 *
 * <ol>
 *   <li>A fresh token is served from memory, without SQL.
 *   <li>A valid token in the database, of another replica or an earlier process, is used; none is requested.
 *   <li>A token is renewed before it ends (see {@link VendorToken#isFresh}); meanwhile, and when that fails, the old one is served.
 *   <li>One request is under way at a time: in this process, and over all replicas. No transaction is open meanwhile.
 *   <li>Nobody asks within {@link #GAP} of anybody's last request. Who needs a token then waits, a bounded time, for the one that was
 *       asked for, or asks himself when none came.
 *   <li>A token that the vendor rejects is discarded, unless it has been replaced already, and a new one is got. When the rejected one
 *       is itself younger than promise 5 allows, there is none: TOKEN.
 *   <li>A refused login is a TOKEN exception that names the settings. It is not tried again within {@link #GAP}; who asks meanwhile
 *       gets the same answer at once.
 * </ol>
 */
final class TokenKeeper {
    /** A minute, which is the vendor's rule, and a second for the way there. */
    static final Duration GAP = Duration.ofSeconds(61);

    private static final Logger LOG = Logger.getLogger(TokenKeeper.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than the gap, so that somebody takes over from a replica that died while asking. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    /** Why there was no token, which is the answer until then. */
    private record Setback(TracksolidException reason, Instant until) {}

    private final VendorTokenTable table;
    private final Supplier<VendorToken> vendor;
    private final String user;
    private final InstantSource clock;
    private final Duration poll;
    private final Duration patience;
    private final ReentrantLock obtaining = new ReentrantLock();
    private volatile @Nullable VendorToken current;
    private volatile @Nullable Setback setback;

    TokenKeeper(VendorTokenTable table, Login login, InstantSource clock) {
        this(table, login, login.user(), clock, POLL, PATIENCE);
    }

    /**
     * @param vendor asks for a token; throws TracksolidException when it gets none
     * @param poll how often to look for another's token, in real time
     * @param patience how long to wait for it, in real time
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
     * @throws TracksolidException TOKEN when there is none and none may be requested now, or why the request failed
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
        return currentSetback() == null && table.claim(now(), GAP) ? requested() : old;
    }

    /** Under the lock: what the last owner of the lock left, what is in the database, or a new one. */
    private VendorToken obtained() {
        var held = current;
        if (held != null && held.isValid(now())) {
            return held;
        }
        var deadline = System.nanoTime() + patience.toNanos();
        var token = attempted();
        while (token == null) {
            if (System.nanoTime() >= deadline) {
                throw waitedInVain();
            }
            pause();
            token = attempted();
        }
        return token;
    }

    /** Null while somebody else is asking. */
    private @Nullable VendorToken attempted() {
        var entry = table.read();
        var kept = entry.token();
        if (kept != null && kept.isValid(now())) {
            return keep(kept);
        }
        var last = currentSetback();
        if (last != null) {
            throw again(last);
        }
        if (table.claim(now(), GAP)) {
            return requested();
        }
        if (entry.isAnsweredSince(now().minus(GAP))) {
            throw none("the last token is not accepted, and less than a minute old: no other may be requested yet");
        }
        return null;
    }

    private VendorToken requested() {
        var asked = now();
        try {
            var token = vendor.get();
            setback = null;
            keep(token);
            save(token);
            return token;
        } catch (TracksolidException e) {
            setback = new Setback(e, asked.plus(GAP));
            throw e;
        }
    }

    /** A database that has just gone away is no reason to lose the token. */
    private void save(VendorToken token) {
        try {
            table.save(token);
        } catch (JdbiException e) {
            // Not its message: PostgreSQL may quote the row.
            LOG.warnf(
                    "The new access token of %s could not be kept in the database: %s",
                    user, e.getClass().getName());
        }
    }

    private VendorToken keep(VendorToken token) {
        current = token;
        return token;
    }

    private @Nullable Setback currentSetback() {
        var last = setback;
        return last != null && now().isBefore(last.until) ? last : null;
    }

    /** This time nothing was sent. Only a refused login keeps the vendor's code: 1006 is no refusal of it. */
    private static TracksolidException again(Setback last) {
        var e = last.reason;
        var reason = "%s (not asked again before %s)".formatted(e.reason(), last.until);
        int code = e.kind() == Kind.TOKEN ? e.code() : 0;
        return new TracksolidException(Kind.TOKEN, code, e.method(), e.account(), reason, e);
    }

    /** Those who queue behind us are spared the wait. */
    private TracksolidException waitedInVain() {
        var e = none("no token came from the replica that asked for one");
        setback = new Setback(e, now().plus(POLL));
        return e;
    }

    private VendorToken alone(Supplier<VendorToken> work) {
        obtaining.lock();
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new TracksolidException(
                    Kind.TOKEN, 0, Login.METHOD, user, "the token cache in the database is out of reach", e);
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

    /** As exactly as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
