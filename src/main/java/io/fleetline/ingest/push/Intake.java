package io.fleetline.ingest.push;

import io.fleetline.store.Batch;
import io.fleetline.store.CallRecord;
import io.fleetline.store.IngestionLog;
import io.fleetline.store.StoreFullException;
import io.fleetline.store.StoreUnavailableException;
import io.fleetline.store.Stored;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Takes the pushes of one family: reads, maps, stores, and only then acknowledges. */
final class Intake<T> {
    private final Family<T> family;
    private final PushSettings settings;
    private final WebhookToken token;
    private final ItemRate rate;
    private final IngestionLog log;
    private final PathMetrics metrics;
    private final InstantSource clock;

    Intake(
            Family<T> family,
            PushSettings settings,
            ItemRate rate,
            IngestionLog log,
            MeterRegistry registry,
            InstantSource clock) {
        this.family = family;
        this.settings = settings;
        this.token = new WebhookToken(settings.token());
        this.rate = rate;
        this.log = log;
        this.metrics = new PathMetrics(registry, family.path());
        this.clock = clock;
    }

    Family<T> family() {
        return family;
    }

    /**
     * Blocks until every item is durable, as a fact or as a dead letter.
     *
     * @param tokenOfUrl null when the URL has none
     * @throws Refused when it must not be taken
     */
    Reply take(byte[] body, @Nullable String tokenOfUrl) {
        var began = clock.instant();
        var batch = read(body, tokenOfUrl);
        rate.take(batch.facts().size() + batch.deadLetters().size());
        try {
            var stored = family.writer().tryWrite(batch);
            var took = Duration.between(began, clock.instant());
            metrics.acknowledged(stored, batch.deadLetters(), took);
            record(began, stored, took);
            return family.acknowledgement();
        } catch (StoreFullException | StoreUnavailableException e) {
            return Reply.TRY_AGAIN;
        }
    }

    PathMetrics metrics() {
        return metrics;
    }

    private Batch<T> read(byte[] body, @Nullable String tokenOfUrl) {
        var sorting = new Sorting<>(family, settings.maxItems(), token::masked);
        try {
            new Unwrapping<>(family, token, sorting).unwrap(body, tokenOfUrl);
        } catch (IOException e) {
            throw new UncheckedIOException("from memory", e);
        }
        return sorting.batch();
    }

    private void record(Instant began, Stored stored, Duration took) {
        var received = stored.inserted() + stored.alreadyKnown() + stored.deadLetters();
        if (received > 0) {
            log.record(new CallRecord(
                    began,
                    family.path(),
                    "",
                    Sorting.SOURCE,
                    received,
                    stored.inserted(),
                    stored.deadLetters(),
                    took,
                    "ok",
                    null));
        }
    }
}
