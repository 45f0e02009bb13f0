package io.fleetline.outbox;

import java.util.concurrent.TimeUnit;

/** Spreads messages over time: so many a second, and those of one second at once. By steady time. One thread at a time. */
final class SendingRate {
    private final long gapNanos;
    private final long burstNanos;
    private long freeAtNanos;

    /**
     * @param perSecond messages, from 1
     * @param nowNanos steady time
     */
    SendingRate(int perSecond, long nowNanos) {
        gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNanos = TimeUnit.SECONDS.toNanos(1) - gapNanos;
        freeAtNanos = nowNanos;
    }

    /** Takes the place of one message. Returns nanoseconds to wait before it is sent; 0: none. */
    long take(long nowNanos) {
        if (freeAtNanos - nowNanos < 0) {
            freeAtNanos = nowNanos;
        }
        long wait = Math.max(0, freeAtNanos - burstNanos - nowNanos);
        freeAtNanos += gapNanos;
        return wait;
    }
}
