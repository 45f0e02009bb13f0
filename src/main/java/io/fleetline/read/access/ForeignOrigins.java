package io.fleetline.read.access;

import static io.vertx.core.http.HttpHeaders.ORIGIN;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Takes the Origin header off requests that no page of ours has sent, before Quarkus' CORS filter sees them: they are answered
 * like requests without one, and so without any Access-Control header, for want of which the browser keeps the answer to itself.
 * The filter alone would tell strangers which methods and headers there are, and refuse a page of our own host behind a proxy
 * that ends TLS.
 */
@Singleton
public final class ForeignOrigins {
    private final Set<String> ours;

    ForeignOrigins(AccessSettings settings) {
        this.ours = Set.copyOf(settings.origins());
    }

    public void handle(RoutingContext request) {
        var headers = request.request().headers();
        if (headers.contains(ORIGIN) && !headers.getAll(ORIGIN).stream().allMatch(ours::contains)) {
            headers.remove(ORIGIN);
        }
        request.next();
    }
}
