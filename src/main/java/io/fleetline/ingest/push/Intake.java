package io.fleetline.ingest.push;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Batch;
import io.fleetline.store.CallRecord;
import io.fleetline.store.FactWriter;
import io.fleetline.store.IngestionLog;
import io.fleetline.store.Outcome;
import io.fleetline.store.Store;
import io.fleetline.store.StoreFullException;
import io.fleetline.store.Stored;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handles the pushes of one family: reads, maps, stores, and only then acknowledges. */
final class Intake<T> {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final Family<T> family;
    private final PushMapper<T> mapper;
    private final FactWriter<T> writer;
    private final PushSettings settings;
    private final WebhookToken token;
    private final ItemRate rate;
    private final OncePerMinute unread;
    private final IngestionLog log;
    private final PathMetrics metrics;
    private final InstantSource clock;

    Intake(
            Family<T> family,
            Store store,
            PushSettings settings,
            ItemRate rate,
            OncePerMinute unread,
            MeterRegistry registry,
            InstantSource clock) {
        this.family = family;
        this.mapper = family.mapper().apply(new Plausibility(clock, settings.maxAge()));
        this.writer = store.writer(family.kind());
        this.settings = settings;
        this.token = new WebhookToken(settings.token());
        this.rate = rate;
        this.unread = unread;
        this.log = store.log();
        this.metrics = new PathMetrics(registry, family.path());
        this.clock = clock;
    }

    Family<T> family() {
        return family;
    }

    /**
     * Blocks until every item is durable, as a fact or as a dead letter.
     *
     * @param requestId null if it has none
     * @throws RefusedException if the push must not be accepted
     */
    PushReply take(Incoming incoming, @Nullable String requestId) {
        var began = clock.instant();
        var beganNanos = System.nanoTime(); // because the clock may be set meanwhile
        var batch = read(incoming).with(requestId);
        rate.take(batch.facts().size() + batch.deadLetters().size());
        try {
            var stored = writer.tryWrite(batch);
            var took = Duration.ofNanos(System.nanoTime() - beganNanos);
            metrics.acknowledged(stored, batch.deadLetters(), took);
            record(began, stored, took, null, requestId);
            return family.acknowledgement();
        } catch (StoreFullException | StoreUnavailableException e) {
            recordFailure(began, beganNanos, e.getMessage(), requestId);
            return PushReply.TRY_AGAIN;
        } catch (RuntimeException | Error e) {
            recordFailure(began, beganNanos, "unexpected: " + e, requestId);
            throw e;
        }
    }

    PathMetrics metrics() {
        return metrics;
    }

    private Batch<T> read(Incoming incoming) {
        var sorting = new Sorting<>(family.path(), mapper, settings.maxItems(), token::masked);
        try {
            new Unwrapping(family.listName(), token, sorting).unwrap(incoming);
        } catch (IOException e) {
            throw new UncheckedIOException("from memory", e);
        }
        if (sorting.isNothingUnderstood()) {
            logUnread();
        }
        return sorting.batch();
    }

    /** The whole request is in the dead letters. */
    private void logUnread() {
        var count = unread.count();
        if (count > 0) {
            LOG.warnf(
                    "%s: nothing in a push was understood, so all of it is in infrastructure.dead_letters; such pushes since the last line like"
                            + " this: %d",
                    family.path(), count);
        }
    }

    private void recordFailure(Instant began, long beganNanos, @Nullable String error, @Nullable String requestId) {
        var took = Duration.ofNanos(System.nanoTime() - beganNanos);
        record(began, new Stored(0, 0, 0), took, String.valueOf(error), requestId);
    }

    /** A push without items is acknowledged, but not logged. */
    private void record(
            Instant began, Stored stored, Duration took, @Nullable String error, @Nullable String requestId) {
        var received = stored.inserted() + stored.alreadyKnown() + stored.deadLetters();
        if (received > 0 || error != null) {
            log.record(new CallRecord(
                    began,
                    family.path(),
                    "",
                    Channel.PUSH,
                    received,
                    stored.inserted(),
                    stored.deadLetters(),
                    took,
                    error == null ? Outcome.OK : Outcome.FAILED,
                    error,
                    requestId));
        }
    }
}
