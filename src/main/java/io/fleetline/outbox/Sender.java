package io.fleetline.outbox;

import io.fleetline.outbox.receiver.AddressLookup;
import io.fleetline.outbox.receiver.BadTarget;
import io.fleetline.outbox.receiver.PinnedHttp;
import io.fleetline.outbox.receiver.TargetRules;
import io.fleetline.outbox.receiver.TargetUrl;
import io.fleetline.outbox.receiver.Unanswered;
import io.fleetline.outbox.signature.WebhookSignature;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends one message: looks the host up, checks its address, connects to that one, signs, and judges the answer. */
final class Sender {
    /** From the look-up to the end of the answer. */
    static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final Duration PATIENCE_OF_CHECK = Duration.ofSeconds(3);
    private static final String USER_AGENT = "Fleetline";

    private final AddressLookup lookup;
    private final TargetRules rules;
    private final PinnedHttp http;
    private final InstantSource clock;
    private final Duration deadline;

    /**
     * @param clock the service's clock
     * @param deadline of one attempt
     */
    Sender(AddressLookup lookup, TargetRules rules, PinnedHttp http, InstantSource clock, Duration deadline) {
        this.lookup = lookup;
        this.rules = rules;
        this.http = http;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Checks the address of a receiver. A name that has no address now may have one later.
     *
     * @throws BadTarget if nothing may be sent to it
     */
    void check(String url) throws BadTarget {
        var target = TargetUrl.parse(url);
        rules.checkScheme(target);
        try {
            rules.choose(target, lookup.addresses(target.host(), PATIENCE_OF_CHECK));
        } catch (UnknownHostException e) {
            LOG.debugf("the host of a new webhook has no address now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what came of it, within the deadline; a failure is no exception. */
    SendAttempt send(Webhook webhook, Message message) throws InterruptedException {
        // The database keeps microseconds; what is due must be the same there and here.
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long began = System.nanoTime();
        try {
            var answer = post(webhook, message, at, began);
            var reception = Reception.of(answer.status());
            return attempt(message, at, began, reception, answer, words(answer.status()));
        } catch (BadTarget e) {
            return attempt(message, at, began, Reception.FAILED, null, "the URL " + e.reason());
        } catch (UnknownHostException | TimeoutException e) {
            return attempt(message, at, began, Reception.FAILED, null, Unanswered.reason(e));
        } catch (ExecutionException e) {
            return attempt(message, at, began, Reception.FAILED, null, Unanswered.reason(e.getCause()));
        }
    }

    private PinnedHttp.HttpAnswer post(Webhook webhook, Message message, Instant at, long began)
            throws BadTarget, UnknownHostException, TimeoutException, ExecutionException, InterruptedException {
        var target = TargetUrl.parse(webhook.url());
        rules.checkScheme(target);
        var address = rules.choose(target, lookup.addresses(target.host(), left(began)));
        var body = Buffer.buffer(message.body());
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("content-type", CloudEvent.MEDIA_TYPE)
                .add("user-agent", USER_AGENT)
                .add("webhook-id", message.id())
                .add("webhook-timestamp", String.valueOf(at.getEpochSecond()))
                .add(
                        "webhook-signature",
                        WebhookSignature.of(message.id(), at, body.getBytes(), webhook.secretsAt(at)));
        return http.post(target, address, headers, body, left(began));
    }

    private Duration left(long began) {
        var left = deadline.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private SendAttempt attempt(
            Message message,
            Instant at,
            long began,
            Reception reception,
            PinnedHttp.@Nullable HttpAnswer answer,
            String detail) {
        return new SendAttempt(
                message,
                at,
                reception,
                answer == null ? null : answer.status(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                detail,
                answer == null ? Duration.ZERO : RetryAfter.of(answer.retryAfter(), clock.instant()));
    }

    private static String words(int status) {
        return switch (status / 100) {
            case 2 -> "";
            case 3 -> "the receiver redirects, which is not followed";
            default -> "the receiver answered " + status;
        };
    }
}
