package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetline.change.PositionLostException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The deliveries to one endpoint, turn by turn. What a turn has done is written before anything else is sent, so that after a crash a message may come
 * twice, but none is missing. One thread at a time.
 */
final class EndpointWork {
    /** Of one turn: what a crash may repeat. */
    private static final int MESSAGES_AT_ONCE = 100;

    /** The place is stored now and then although nothing was sent, before the log forgets it. */
    private static final Duration PLACE_EVERY = Duration.ofMinutes(1);

    /** What waits longer for a receiver that takes nothing becomes rows: the log is kept for a day only. */
    private static final Duration LONGEST_IN_LOG = Duration.ofHours(6);

    private final Tools tools;
    private final Webhook webhook;
    private final SendWindow window;
    private final Numbering numbering;
    private final EndpointBooks books;
    private Instant placeStoredAt;

    /**
     * What all endpoints share.
     *
     * @param clock the service's clock
     * @param steady time that nobody sets
     */
    record Tools(
            EventSource source,
            EndpointRows rows,
            Bookkeeper bookkeeper,
            Sender sender,
            OutboxMetrics metrics,
            InstantSource clock,
            InstantSource steady) {}

    /** @param breaker as the work before has left it */
    EndpointWork(Tools tools, EndpointRows.Loaded loaded, CircuitBreaker breaker) {
        this.tools = tools;
        this.webhook = loaded.webhook();
        this.window = new SendWindow(webhook, tools.sender(), tools.steady(), breaker);
        this.numbering = new Numbering(tools.rows(), webhook.id());
        this.books = new EndpointBooks(tools, loaded);
        this.placeStoredAt = tools.steady().instant();
    }

    CircuitBreaker breaker() {
        return window.breaker();
    }

    boolean wants(OutboxEvent event) {
        return webhook.wants(event);
    }

    /** Messages that will be sent again. */
    int waiting() {
        return books.waiting();
    }

    /** What became of a turn. */
    enum Turn {
        /** There may be more to do. */
        BUSY,
        IDLE,
        /** The endpoint is another's now, or disabled. */
        OVER
    }

    /** Sends what is due and what is new, as far as the receiver takes it. */
    Turn turn() throws SQLException, InterruptedException {
        if (!books.flush()) {
            return Turn.OVER;
        }
        if (books.cursor() == null) {
            return begin();
        }
        if (!window.closedFor().isZero()) {
            return keepWhatIsOld();
        }
        boolean wasDue = sendDue();
        return books.isOver() ? Turn.OVER : sendNew() || wasDue ? busy() : idle();
    }

    private Turn busy() {
        return books.isOver() ? Turn.OVER : Turn.BUSY;
    }

    private Turn idle() {
        return books.isOver() ? Turn.OVER : Turn.IDLE;
    }

    /** How long nothing has to be done, unless there is something new. */
    Duration rest() {
        var closed = window.closedFor();
        if (!closed.isZero()) {
            return closed;
        }
        var due = books.nextDue();
        return due == null ? PLACE_EVERY : Duration.between(tools.clock().instant(), due);
    }

    /** With the log just opened, the endpoint gets what comes from now on. */
    private Turn begin() throws SQLException {
        var newest = tools.source().newest().orElse(null);
        if (newest != null) {
            books.reached(EventCursor.after(newest));
            books.settle(books.settlement());
        }
        return idle();
    }

    private boolean sendDue() throws InterruptedException {
        var now = tools.clock().instant();
        var next = books.nextDue();
        if (next == null || next.isAfter(now)) {
            return false;
        }
        var messages = tools.rows().due(webhook.id(), now, MESSAGES_AT_ONCE);
        var settlement = books.settlement();
        window.send(messages).forEach(attempt -> books.account(settlement, attempt));
        books.settle(settlement);
        books.lookForDue();
        return messages.size() == MESSAGES_AT_ONCE;
    }

    private boolean sendNew() throws SQLException, InterruptedException {
        try {
            var found = tools.source().after(books.place());
            var wanted = wanted(found.events());
            if (wanted.isEmpty()) {
                pass(found.reached());
                return !found.isEnd();
            }
            send(
                    wanted,
                    wanted.size() < MESSAGES_AT_ONCE
                            ? found.reached()
                            : wanted.getLast().cursor());
            return true;
        } catch (PositionLostException e) {
            return resume();
        }
    }

    private List<OutboxEvent> wanted(List<OutboxEvent> events) {
        return events.stream().filter(webhook::wants).limit(MESSAGES_AT_ONCE).toList();
    }

    private void pass(EventCursor reached) {
        books.reached(reached);
        var now = tools.steady().instant();
        if (Duration.between(placeStoredAt, now).compareTo(PLACE_EVERY) >= 0) {
            placeStoredAt = now;
            books.settle(books.settlement());
        }
    }

    /** @param end the place after all of them */
    private void send(List<OutboxEvent> events, EventCursor end) throws InterruptedException {
        var numbered = numbering.number(events);
        var attempts =
                window.send(numbered.stream().map(Numbering.Numbered::message).toList());
        if (attempts.isEmpty()) {
            return;
        }
        var settlement = books.settlement();
        for (int i = 0; i < attempts.size(); i++) {
            var attempt = attempts.get(i);
            books.account(settlement, attempt);
            tools.metrics().sentFirst(Duration.between(events.get(i).storedAt(), attempt.at()));
        }
        settlement.sequences(numbering.keep(numbered.subList(0, attempts.size())));
        books.reached(
                attempts.size() == events.size()
                        ? end
                        : events.get(attempts.size() - 1).cursor());
        books.settle(settlement);
    }

    /** While nothing is sent, the oldest events become rows, so that they outlive the log. */
    private Turn keepWhatIsOld() throws SQLException, InterruptedException {
        try {
            var found = tools.source().after(books.place());
            var wanted = wanted(found.events());
            var limit = tools.clock().instant().minus(LONGEST_IN_LOG);
            var old = wanted.stream()
                    .takeWhile(event -> event.storedAt().isBefore(limit))
                    .toList();
            if (wanted.isEmpty()) {
                pass(found.reached());
                return found.isEnd() ? idle() : busy();
            } else if (old.isEmpty()) {
                return idle();
            }
            keep(old);
            return busy();
        } catch (PositionLostException e) {
            resume();
            return busy();
        }
    }

    private void keep(List<OutboxEvent> old) {
        var numbered = numbering.number(old);
        var settlement = books.settlement();
        numbered.forEach(one -> books.keep(settlement, one.message()));
        settlement.sequences(numbering.keep(numbered));
        books.reached(old.getLast().cursor());
        books.settle(settlement);
    }

    /** The log no longer holds what follows: the receiver is told so, and goes on at the end of the log. */
    private boolean resume() throws SQLException {
        var newest = tools.source().newest().orElse(null);
        if (newest == null) {
            return false;
        }
        var now = tools.clock().instant();
        var lost = books.place();
        var next = EventCursor.after(newest);
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("webhook", webhook.id().toString())
                .put("after", lost.toString())
                .put("until", next.toString());
        var id = next.eventId().replace("evt_", "lost_");
        var settlement = books.settlement();
        settlement.log(now, id, "lost", "the change log no longer holds what follows " + lost);
        var body = CloudEvent.ofService(id, "lost", webhook.id().toString(), now, data);
        books.keep(settlement, Message.first(id, body.toString()));
        books.reached(next);
        books.settle(settlement);
        return true;
    }
}
