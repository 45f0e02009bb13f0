package io.fleetline.read.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.fleetline.clock.ClockTicker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the verdicts on tokens, the refused ones too: not every request needs a lookup, and a revoked token stops working
 * within a minute. Bounded; tokens in use stay longest.
 */
final class RecentVerdicts {
    static final Duration KEPT = Duration.ofMinutes(1);
    static final int MOST = 10_000;

    private final InstantSource clock;
    private final AsyncCache<TokenHash, Verdict> verdicts;

    /**
     * A token expires by the clock; cached entries expire by steady time, which cannot be set back. If the clock is set forward, a token
     * that has expired by it counts as unknown.
     *
     * @param clock the service's clock
     */
    RecentVerdicts(InstantSource clock, InstantSource steady) {
        this.clock = clock;
        this.verdicts = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.<TokenHash, Verdict>creating((_, verdict) -> keptFor(verdict)))
                .ticker(new ClockTicker(steady))
                .executor(Thread::startVirtualThread)
                .buildAsync();
    }

    /** Null if there is no entry, or it has expired. Never waits. */
    @Nullable Verdict of(TokenHash token) {
        var verdict = verdicts.synchronous().getIfPresent(token);
        if (verdict instanceof Verdict.Welcome welcome && !clock.instant().isBefore(welcome.expiresAt())) {
            verdicts.synchronous().invalidate(token);
            return null;
        }
        return verdict;
    }

    /** What is known, or else the result of the look-up: of many questions at once, one looks up and the others wait for it. A failure is not kept. */
    Verdict of(TokenHash token, Supplier<Verdict> lookUp) {
        var verdict = verdicts.get(token, _ -> lookUp.get());
        try {
            return verdict.join();
        } catch (CompletionException e) {
            // The cache removes it too, but perhaps only after the next caller has asked.
            verdicts.asMap().remove(token, verdict);
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private Duration keptFor(Verdict verdict) {
        if (!(verdict instanceof Verdict.Welcome welcome)) {
            return KEPT;
        }
        var left = Duration.between(clock.instant(), welcome.expiresAt());
        return left.compareTo(KEPT) < 0 ? left : KEPT;
    }

    long remembered() {
        verdicts.synchronous().cleanUp();
        return verdicts.synchronous().estimatedSize();
    }
}
