package io.fleetline.read.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tokens were worth a moment ago, the refused ones too: no question needs a look-up of its own, and a revoked token ends
 * within the minute. Bounded; the one that was not asked for longest goes first.
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
     * A token ends by the clock; what is known of it is measured by time that nobody can put back.
     *
     * @param clock the service's
     */
    RecentVerdicts(InstantSource clock, InstantSource steady) {
        this.clock = clock;
        this.steady = steady;
    }

    /** Null when it is not known, or not any more. */
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
