package io.fleetline.cli;

import io.fleetline.ingest.push.Pushes;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Where pushes come in. Without the webhook role there are no such paths. */
@Singleton
final class WebhookRoutes {
    private @Nullable Router router;

    void remember(@Observes Router quarkusRouter) {
        router = quarkusRouter;
    }

    /** From now on. */
    void lead(Pushes pushes) {
        if (router != null) {
            pushes.route(router);
        }
    }
}
