package io.fleetline.service.http;

import io.fleetline.ingest.push.Pushes;
import io.fleetline.read.DescriptionForm;
import io.fleetline.read.access.AccessGate;
import io.fleetline.read.access.ForeignOrigins;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/** Leads every request through the readers' gate, whatever answers it in the end; but pushes, which have a token of their own. */
@Singleton
final class ReadRoutes {
    /** Behind CORS, whose preflights carry no token, and before every route. */
    private static final int AFTER_CORS = 100;

    private static final int BEFORE_CORS = 400;

    private static final String DESCRIPTION = "/openapi";
    private static final Set<String> PUSHES = Set.copyOf(Pushes.paths());

    private final AccessGate gate;
    private final ForeignOrigins foreignOrigins;
    private final ReadMetrics metrics;

    ReadRoutes(AccessGate gate, ForeignOrigins foreignOrigins, ReadMetrics metrics) {
        this.gate = gate;
        this.foreignOrigins = foreignOrigins;
        this.metrics = metrics;
    }

    void prepare(@Observes Filters filters) {
        filters.register(foreignOrigins::handle, BEFORE_CORS);
        filters.register(this::lead, AFTER_CORS);
    }

    private void lead(RoutingContext request) {
        if (PUSHES.contains(request.normalizedPath())) {
            request.next();
        } else {
            metrics.time(request);
            if (request.normalizedPath().equals(DESCRIPTION)) {
                DescriptionForm.choose(request);
            }
            gate.handle(request);
        }
    }
}
