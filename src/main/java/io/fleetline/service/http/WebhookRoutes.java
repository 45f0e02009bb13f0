package io.fleetline.service.http;

import io.fleetline.ingest.push.Pushes;
import io.fleetline.read.ProblemJson;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where pushes come in. Without the webhook role there are no such paths; with it, a push that comes before all is up is asked to come again. */
@Singleton
public final class WebhookRoutes {
    private final boolean off;
    private volatile Map<String, Handler<RoutingContext>> handlers = Map.of();

    WebhookRoutes(@ConfigProperty(name = "fleetline.webhook.off") boolean off) {
        this.off = off;
    }

    /** Routes that were added later would be unknown to a request that is under way already: it would be answered by 404, and not come again. */
    void prepare(@Observes Router router) {
        Pushes.paths()
                .forEach(path ->
                        router.route(path).handler(off ? WebhookRoutes::isNotHere : context -> take(path, context)));
    }

    private void take(String path, RoutingContext context) {
        var handler = handlers.get(path);
        if (handler == null) {
            context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        } else {
            handler.handle(context);
        }
    }

    private static void isNotHere(RoutingContext context) {
        context.response()
                .setStatusCode(404)
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(ProblemJson.of(404, "Not Found", "there is nothing here").toString());
    }

    /** From now on. */
    public void lead(Pushes pushes) {
        handlers = pushes.handlers();
    }
}
