package io.fleetline.read.access;

import static io.vertx.core.http.HttpHeaders.ORIGIN;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Removes the Origin header from requests that come from no allowed page, before Quarkus' CORS filter sees them: they are answered
 * like requests without one, so without any Access-Control header, and the browser therefore withholds the answer from the page.
 * The filter alone would show foreign pages the methods and headers, and would refuse a page of our own host behind a proxy
 * that terminates TLS.
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
