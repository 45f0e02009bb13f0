package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where one endpoint stands: its place, its health, what waits. Knows what is not written yet. */
final class EndpointBooks {
    /** More is not kept for a receiver that takes nothing. */
    private static final int MOST_WAITING = 100_000;

    private final EndpointWork.Tools tools;
    private final UUID id;
    private final long fence;
    private @Nullable EventCursor cursor;
    private WebhookHealth health;
    private int waiting;
    private @Nullable Instant nextDue;
    private @Nullable ObjectNode unwritten;
    private boolean over;

    EndpointBooks(EndpointWork.Tools tools, EndpointRows.Loaded loaded) {
        this.tools = tools;
        this.id = loaded.webhook().id();
        this.fence = loaded.fence();
        this.cursor = loaded.cursor();
        this.health = loaded.health();
        this.waiting = loaded.waiting();
        this.nextDue = loaded.nextDue();
    }

    @Nullable EventCursor cursor() {
        return cursor;
    }

    /** For an endpoint that has one. */
    EventCursor place() {
        return Objects.requireNonNull(cursor);
    }

    void reached(EventCursor next) {
        cursor = next;
    }

    int waiting() {
        return waiting;
    }

    @Nullable Instant nextDue() {
        return nextDue;
    }

    boolean isOver() {
        return over;
    }

    Settlement settlement() {
        return new Settlement(id, fence);
    }

    /** Enters an attempt. */
    void account(Settlement settlement, SendAttempt attempt) {
        tools.metrics().attempted(attempt);
        var next = next(attempt);
        settlement.add(attempt, next);
        waiting += (next == null ? 0 : 1) - (attempt.message().isRow() ? 1 : 0);
        if (attempt.isTaken()) {
            health = WebhookHealth.FINE;
        } else {
            health = health.failed(attempt.at());
            isDue(next);
            judge(settlement, attempt);
        }
    }

    private static @Nullable Instant next(SendAttempt attempt) {
        if (attempt.isTaken() || attempt.reception() == Reception.GONE) {
            return null;
        }
        var chance = ThreadLocalRandom.current().nextDouble();
        return RetrySchedule.pause(attempt.number(), attempt.asked(), chance)
                .map(attempt.at()::plus)
                .orElse(null);
    }

    private void judge(Settlement settlement, SendAttempt attempt) {
        if (attempt.reception() == Reception.GONE) {
            disable(settlement, "the receiver answered 410: it wants nothing more");
            return;
        }
        switch (health.advice()) {
            case GO_ON -> {}
            case WARN -> {
                health = health.warned();
                settlement.tell("failing");
                settlement.log(
                        attempt.at(),
                        attempt.message().id(),
                        "warning",
                        "every attempt has failed since " + health.failingSince());
            }
            case DISABLE -> disable(settlement, "every attempt has failed for five days");
        }
    }

    private void disable(Settlement settlement, String reason) {
        settlement.disable(reason);
        over = true;
    }

    /** Enters a message that waits without an attempt. */
    void keep(Settlement settlement, Message message) {
        var now = tools.clock().instant();
        settlement.keep(message, now);
        waiting++;
        isDue(now);
        if (waiting > MOST_WAITING) {
            disable(settlement, "more than %d messages wait".formatted(MOST_WAITING));
        }
    }

    private void isDue(@Nullable Instant time) {
        if (time != null && (nextDue == null || time.isBefore(nextDue))) {
            nextDue = time;
        }
    }

    /** After what was due has been sent. */
    void lookForDue() {
        nextDue = tools.rows().nextDue(id);
    }

    /** @throws org.jdbi.v3.core.JdbiException if it was not written: {@link #flush} tries it again */
    void settle(Settlement settlement) {
        unwritten = settlement.at(place(), health);
        flush();
    }

    /** Writes what is not written yet. False: the endpoint is not this process's any more. */
    boolean flush() {
        if (unwritten != null) {
            boolean counts = tools.bookkeeper().settle(id, unwritten);
            unwritten = null;
            over = over || !counts;
        }
        return !over;
    }
}
