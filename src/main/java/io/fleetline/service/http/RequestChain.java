package io.fleetline.service.http;

import io.fleetline.events.EventIngest;
import io.fleetline.ingest.push.Pushes;
import io.fleetline.read.DescriptionForm;
import io.fleetline.read.ProblemJson;
import io.fleetline.read.access.AccessGate;
import io.fleetline.read.access.ForeignOrigins;
import io.fleetline.read.feed.LiveRoutes;
import io.fleetline.service.CityEvents;
import io.fleetline.service.PushIntake;
import io.fleetline.wire.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What every request passes, in order: the steps before Quarkus' CORS filter, those after it, then the route. */
@Singleton
final class RequestChain {
    /** Of the CORS filter, as Quarkus sets it. A higher number comes earlier. */
    private static final int CORS_PRIORITY = 300;

    private static final String DESCRIPTION = "/openapi";
    private static final Set<String> PUSHES = Set.copyOf(Pushes.paths());

    private final Arrivals arrivals;
    private final ForeignOrigins foreignOrigins;
    private final ReadMetrics metrics;
    private final AccessGate gate;
    private final PushIntake pushes;
    private final CityEvents events;

    RequestChain(
            Arrivals arrivals,
            ForeignOrigins foreignOrigins,
            ReadMetrics metrics,
            AccessGate gate,
            PushIntake pushes,
            CityEvents events) {
        this.arrivals = arrivals;
        this.foreignOrigins = foreignOrigins;
        this.metrics = metrics;
        this.gate = gate;
        this.pushes = pushes;
        this.events = events;
    }

    private List<Handler<RoutingContext>> beforeCors() {
        return List.of(RequestChain::name, arrivals::enter, foreignOrigins::handle);
    }

    /** A preflight carries no token, so the gate comes after CORS. Pushes have a token of their own, and pass in one step. */
    private void admitReader(RoutingContext request) {
        if (PUSHES.contains(request.normalizedPath())) {
            request.next();
            return;
        }
        if (!LiveRoutes.isEndless(request) && !request.normalizedPath().startsWith(EventIngest.FOLDER)) {
            metrics.time(request);
        }
        if (request.normalizedPath().equals(DESCRIPTION)) {
            DescriptionForm.choose(request);
        }
        gate.handle(request);
    }

    void prepare(@Observes Filters filters) {
        var steps = beforeCors();
        for (int i = 0; i < steps.size(); i++) {
            filters.register(steps.get(i), CORS_PRIORITY + steps.size() - i);
        }
        filters.register(this::admitReader, CORS_PRIORITY - 1);
    }

    /** They are there before the server listens: a push that found no route would be answered by 404, and never sent again. */
    void prepare(@Observes Router router) {
        Pushes.paths()
                .forEach(path ->
                        router.route(path).handler(context -> give(context, pushes.handler(path), pushes.isNeeded())));
        router.route(EventIngest.PATH).handler(context -> give(context, events.ingest(), events.isNeeded()));
    }

    private static void name(RoutingContext request) {
        var id = RequestId.usable(request.request().getHeader(RequestId.HEADER));
        request.put(RequestId.KEY, id);
        request.response().putHeader(RequestId.HEADER, id);
        MDC.put(RequestId.KEY, id);
        request.next();
    }

    /** @param handler null: the role is off, or has not started yet */
    private static void give(RoutingContext request, @Nullable Handler<RoutingContext> handler, boolean isNeeded) {
        if (handler != null) {
            handler.handle(request);
        } else if (isNeeded) {
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        } else {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                    .end(ProblemJson.of(404, "Not Found", "there is nothing here")
                            .toString());
        }
    }
}
