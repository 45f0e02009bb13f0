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
    private final Map<TokenHash, Kept> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Kept> eldest) {
            return size() > MOST;
        }
    };

    RecentVerdicts(InstantSource clock) {
        this.clock = clock;
    }

    /** Null when it is not known, or not any more. */
    synchronized @Nullable Verdict of(TokenHash token) {
        var kept = verdicts.get(token);
        return kept != null && clock.instant().isBefore(kept.until()) ? kept.verdict() : null;
    }

    synchronized void keep(TokenHash token, Verdict verdict) {
        var until = clock.instant().plus(KEPT);
        if (verdict instanceof Verdict.Welcome welcome && welcome.expiresAt().isBefore(until)) {
            until = welcome.expiresAt();
        }
        verdicts.put(token, new Kept(verdict, until));
    }

    private record Kept(Verdict verdict, Instant until) {}
}
