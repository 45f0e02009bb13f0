package io.fleetline.ingest.push;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of the bodies of all current requests: three quarters are for senders with a verified token, the rest for others,
 * and of that at most half for one address.
 */
final class BodyMemory {
    private final long most;
    private final long mostOfStrangers;
    private final long mostOfAddress;
    private final AtomicLong known = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();
    /** Only addresses that hold memory now. */
    private final ConcurrentHashMap<String, Long> byAddress = new ConcurrentHashMap<>();

    BodyMemory(long bytes) {
        this.mostOfStrangers = bytes / 4;
        this.mostOfAddress = mostOfStrangers / 2;
        this.most = bytes - mostOfStrangers;
    }

    /** A new share that holds nothing yet. */
    Share share(String address, boolean tokenIsRight) {
        return new Share(address, tokenIsRight);
    }

    long taken() {
        return known.get() + strangers.get();
    }

    private static boolean tryAdd(AtomicLong taken, long bytes, long most) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    private boolean tryAddToAddress(String address, long bytes) {
        return byAddress.merge(address, bytes, Long::sum) <= mostOfAddress;
    }

    private void takeFromAddress(String address, long bytes) {
        byAddress.computeIfPresent(address, (key, held) -> held > bytes ? held - bytes : null);
    }

    /** The memory held by one request. Used by one thread at a time. */
    final class Share {
        private final String address;
        private boolean tokenIsRight;
        private long bytes;

        private Share(String address, boolean tokenIsRight) {
            this.address = address;
            this.tokenIsRight = tokenIsRight;
        }

        boolean isKnown() {
            return tokenIsRight;
        }

        /** Whether even the memory for senders with the token is used up. */
        boolean isExhausted() {
            return tokenIsRight && known.get() >= most;
        }

        /** False, with nothing taken, if there is not enough left. */
        boolean tryTake(long more) {
            var taken = tokenIsRight ? tryAdd(known, more, most) : tryTakeAsStranger(more);
            bytes += taken ? more : 0;
            return taken;
        }

        private boolean tryTakeAsStranger(long more) {
            if (!tryAdd(strangers, more, mostOfStrangers)) {
                return false;
            }
            if (tryAddToAddress(address, more)) {
                return true;
            }
            giveBackAsStranger(more);
            return false;
        }

        /** Call before any memory is taken. */
        void tokenIsRight() {
            tokenIsRight = true;
        }

        private void giveBackAsStranger(long less) {
            strangers.addAndGet(-less);
            takeFromAddress(address, less);
        }

        void giveBack() {
            if (tokenIsRight) {
                known.addAndGet(-bytes);
            } else {
                giveBackAsStranger(bytes);
            }
            bytes = 0;
        }
    }
}
