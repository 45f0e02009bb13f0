package io.fleetline.cli;

import io.fleetline.ingest.push.Pushes;
import io.fleetline.read.ProblemJson;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Where pushes come in. Without the webhook role there are no such paths; with it, a push that comes before all is up is asked to come again. */
@Singleton
final class WebhookRoutes {
    private final boolean off;
    private volatile boolean open;
    private @Nullable Router router;

    WebhookRoutes(@ConfigProperty(name = "fleetline.webhook.off") boolean off) {
        this.off = off;
    }

    void prepare(@Observes Router quarkusRouter) {
        router = quarkusRouter;
        Pushes.paths()
                .forEach(path ->
                        quarkusRouter.route(path).handler(off ? WebhookRoutes::isNotHere : this::waitUntilOpen));
    }

    private void waitUntilOpen(RoutingContext context) {
        if (open) {
            context.next();
        } else {
            context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        }
    }

    private static void isNotHere(RoutingContext context) {
        context.response()
                .setStatusCode(404)
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(ProblemJson.of(404, "Not Found", "there is nothing here").toString());
    }

    /** From now on. */
    void lead(Pushes pushes) {
        if (router != null) {
            pushes.route(router);
            open = true;
        }
    }
}
