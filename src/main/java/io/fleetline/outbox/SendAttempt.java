package io.fleetline.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a message.
 *
 * @param at its begin
 * @param status of the answer; null: there was none
 * @param tookMs milliseconds
 * @param detail why it failed, in words; never what the receiver has written
 * @param asked how long the receiver wants to be left alone; zero: it has not said
 */
record SendAttempt(
        Message message,
        Instant at,
        Reception reception,
        @Nullable Integer status,
        long tookMs,
        String detail,
        Duration asked) {

    boolean isTaken() {
        return reception == Reception.TAKEN;
    }

    /** From 1. */
    int number() {
        return message.failedBefore() + 1;
    }
}
