package io.fleetline.outbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Sends messages to one receiver in their order, several at a time, for as long as its circuit breaker allows. */
final class SendWindow {
    private static final Logger LOG = Logger.getLogger(SendWindow.class);

    /** A receiver that answered 410 gets no further request; its webhook is disabled meanwhile. */
    private static final Duration AFTER_GONE = Duration.ofDays(1);

    private final Webhook webhook;
    private final Sender sender;
    private final InstantSource steady;
    private final SendingRate rate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private CircuitBreaker breaker;
    private int onTheirWay;

    /**
     * @param steady time that nobody sets
     * @param breaker as it was left
     */
    SendWindow(Webhook webhook, Sender sender, InstantSource steady, CircuitBreaker breaker) {
        this.webhook = webhook;
        this.sender = sender;
        this.steady = steady;
        this.breaker = breaker;
        this.rate = new SendingRate(webhook.perSecond(), System.nanoTime());
    }

    CircuitBreaker breaker() {
        lock.lock();
        try {
            return breaker;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent for so long; zero: something may be sent. */
    Duration closedFor() {
        var left = Duration.between(steady.instant(), breaker().until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the attempts, each to its end: of all messages, or of the first of them. */
    List<SendAttempt> send(List<Message> messages) throws InterruptedException {
        var attempts = new SendAttempt[messages.size()];
        var begun = new ArrayList<Thread>();
        for (int i = 0; i < attempts.length && enter(); i++) {
            int place = i;
            begun.add(Thread.ofVirtual().name("sending").start(() -> attempts[place] = attempt(messages.get(place))));
        }
        for (var thread : begun) {
            thread.join();
        }
        return Arrays.stream(attempts).filter(Objects::nonNull).toList();
    }

    /** Waits for a place. False: the breaker is open. */
    private boolean enter() throws InterruptedException {
        lock.lock();
        try {
            while (onTheirWay >= allowed()) {
                if (allowed() == 0) {
                    return false;
                }
                changed.await();
            }
            onTheirWay++;
        } finally {
            lock.unlock();
        }
        TimeUnit.NANOSECONDS.sleep(rate.take(System.nanoTime()));
        return true;
    }

    private int allowed() {
        return breaker.allowed(steady.instant(), webhook.concurrency());
    }

    private SendAttempt attempt(Message message) {
        SendAttempt attempt = null;
        try {
            attempt = sender.send(webhook, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a message of %s could not be sent", webhook);
        }
        var made = attempt == null ? ourFault(message) : attempt;
        leave(made);
        return made;
    }

    private SendAttempt ourFault(Message message) {
        return new SendAttempt(
                message,
                steady.instant(),
                Reception.FAILED,
                null,
                0,
                "the attempt failed inside Fleetline",
                Duration.ZERO);
    }

    private void leave(SendAttempt attempt) {
        lock.lock();
        try {
            var now = steady.instant();
            breaker = switch (attempt.reception()) {
                case TAKEN -> breaker.succeeded();
                case FAILED -> breaker.failed(now);
                case OVERLOADED -> breaker.overloaded(now, attempt.asked());
                case GONE -> breaker.overloaded(now, AFTER_GONE);
            };
            onTheirWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
