package io.fleetline.tracksolid;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Limits an account's concurrent calls and its requests per second. The slow method may not take the last slot, so that a round of
 * track lists, which takes minutes, never delays the poll of live positions.
 */
final class AccountLimits {
    private record Lanes(
            Semaphore all, Semaphore slow, @Nullable Bucket pace) {}

    @FunctionalInterface
    interface Interruptible {
        void run() throws InterruptedException;
    }

    private final ConcurrentHashMap<String, Lanes> accounts = new ConcurrentHashMap<>();
    private final ClientSettings settings;

    AccountLimits(ClientSettings settings) {
        this.settings = settings;
    }

    /** Waits for a slot; return it with {@link #leave}. */
    void enter(Call call) {
        var lanes = lanes(call);
        waitFor(call, () -> {
            if (call.slow()) {
                lanes.slow.acquire();
            }
            try {
                lanes.all.acquire();
            } catch (InterruptedException e) {
                release(call.slow(), lanes.slow);
                throw e;
            }
        });
    }

    void leave(Call call) {
        var lanes = lanes(call);
        lanes.all.release();
        release(call.slow(), lanes.slow);
    }

    /** Waits for this request's turn. */
    void pace(Call call) {
        var bucket = lanes(call).pace;
        if (bucket != null) {
            waitFor(call, () -> bucket.asBlocking().consume(1));
        }
    }

    private Lanes lanes(Call call) {
        return accounts.computeIfAbsent(call.account(), account -> {
            var most = settings.maxConcurrentPerAccount();
            return new Lanes(new Semaphore(most, true), new Semaphore(Math.max(1, most - 1), true), bucket());
        });
    }

    private @Nullable Bucket bucket() {
        var perSecond = settings.requestsPerSecondPerAccount();
        if (perSecond == 0) {
            return null;
        }
        var gap = Duration.ofSeconds(1).dividedBy(perSecond);
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, gap))
                .build();
    }

    private static void release(boolean held, Semaphore lane) {
        if (held) {
            lane.release();
        }
    }

    private static void waitFor(Call call, Interruptible turn) {
        try {
            turn.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TracksolidException(Kind.BLOCKED, call, "interrupted while waiting to send", e);
        }
    }
}
