package io.fleetline.read.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the verdicts on tokens, the refused ones too: not every request needs a lookup, and a revoked token stops working
 * within a minute. Bounded; the least recently used entry is evicted first.
 */
final class RecentVerdicts {
    static final Duration KEPT = Duration.ofMinutes(1);
    static final int MOST = 10_000;

    private final InstantSource clock;
    private final InstantSource steady;
    private final Map<TokenHash, Kept> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Kept> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A token expires by the clock; cached entries expire by steady time, which cannot be set back.
     *
     * @param clock the service's clock
     */
    RecentVerdicts(InstantSource clock, InstantSource steady) {
        this.clock = clock;
        this.steady = steady;
    }

    /** Null if there is no entry, or it has expired. */
    synchronized @Nullable Verdict of(TokenHash token) {
        var kept = verdicts.get(token);
        return kept != null && steady.instant().isBefore(kept.until()) && isValid(kept.verdict())
                ? kept.verdict()
                : null;
    }

    synchronized void keep(TokenHash token, Verdict verdict) {
        verdicts.put(token, new Kept(verdict, steady.instant().plus(KEPT)));
    }

    private boolean isValid(Verdict verdict) {
        return !(verdict instanceof Verdict.Welcome welcome) || clock.instant().isBefore(welcome.expiresAt());
    }

    private record Kept(Verdict verdict, Instant until) {}
}
