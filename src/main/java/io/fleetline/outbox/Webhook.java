package io.fleetline.outbox;

import io.fleetline.outbox.signature.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription, as its sender needs it.
 *
 * @param url of the receiver; may hold a secret of it
 * @param imeis only events of these; null: of all
 * @param costCentres only of vehicles of these now; null: of all
 * @param severities only of these; null: of all
 * @param concurrency messages on their way at a time, from 1
 * @param perSecond messages a second at most, from 1
 * @param keys the newest first
 */
record Webhook(
        UUID id,
        String url,
        Set<EventKind> kinds,
        @Nullable Set<String> imeis,
        @Nullable Set<String> costCentres,
        @Nullable Set<String> severities,
        int concurrency,
        int perSecond,
        List<Key> keys) {

    /**
     * A secret.
     *
     * @param goodUntil null: for as long as there is no other
     */
    record Key(WebhookSecret secret, @Nullable Instant goodUntil) {}

    boolean wants(OutboxEvent event) {
        return kinds.contains(event.kind())
                && allows(imeis, event.subject())
                && allows(costCentres, event.costCentre())
                && allows(severities, event.severity())
                && !isAboutItself(event);
    }

    private static boolean allows(@Nullable Set<String> some, @Nullable String one) {
        return some == null || (one != null && some.contains(one));
    }

    /** A receiver that does not answer is not told so. */
    private boolean isAboutItself(OutboxEvent event) {
        return event.kind() == EventKind.WEBHOOK && event.subject().equals(id.toString());
    }

    /** Those that sign now. */
    List<WebhookSecret> secretsAt(Instant now) {
        return keys.stream()
                .filter(key -> key.goodUntil() == null || now.isBefore(key.goodUntil()))
                .map(Key::secret)
                .toList();
    }

    /** Without the URL: it may come into a log. */
    @Override
    public String toString() {
        return "webhook " + id;
    }
}
