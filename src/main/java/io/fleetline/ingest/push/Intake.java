package io.fleetline.ingest.push;

import io.fleetline.store.Batch;
import io.fleetline.store.CallRecord;
import io.fleetline.store.IngestionLog;
import io.fleetline.store.StoreFullException;
import io.fleetline.store.StoreUnavailableException;
import io.fleetline.store.Stored;
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
    private final IngestionLog log;
    private final InstantSource clock;

    Intake(Family<T> family, PushSettings settings, IngestionLog log, InstantSource clock) {
        this.family = family;
        this.settings = settings;
        this.token = new WebhookToken(settings.token());
        this.log = log;
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
        try {
            var began = clock.instant();
            var batch = read(body, tokenOfUrl);
            record(began, store(batch));
            return family.acknowledgement();
        } catch (StoreFullException | StoreUnavailableException e) {
            return Reply.TRY_AGAIN;
        }
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

    private Stored store(Batch<T> batch) {
        return family.writer().tryWrite(batch);
    }

    private void record(Instant began, Stored stored) {
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
                    Duration.between(began, clock.instant()),
                    "ok",
                    null));
        }
    }
}
