package io.fleetline.read.access;

import static io.vertx.core.http.HttpHeaders.ORIGIN;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Removes the Origin header from requests that come from no allowed page, before Quarkus' CORS filter sees them: they are answered
 * like requests without one, so without any Access-Control header, and the browser therefore withholds the answer from the page.
 * The filter alone would show foreign pages the methods and headers, and would refuse a page of our own host behind a proxy
 * that terminates TLS.
 */
@Singleton
public final class ForeignOrigins {
    private static final String FOREIGN = ForeignOrigins.class.getName();

    private final Set<String> ours;

    ForeignOrigins(AccessSettings settings) {
        this.ours = Set.copyOf(settings.origins());
    }

    public void handle(RoutingContext request) {
        var headers = request.request().headers();
        if (headers.contains(ORIGIN) && !headers.getAll(ORIGIN).stream().allMatch(ours::contains)) {
            request.put(FOREIGN, !isOfOurHost(request, headers.getAll(ORIGIN)));
            headers.remove(ORIGIN);
        }
        request.next();
    }

    private static boolean isOfOurHost(RoutingContext request, List<String> origins) {
        var host = request.request().getHeader(HttpHeaders.HOST);
        return host != null && origins.stream().allMatch(origin -> origin.endsWith("://" + host));
    }

    /** Whether the request comes from a page of another host that is not allowed. A browser lets any page open a WebSocket. */
    public static boolean isForeign(RoutingContext request) {
        return Boolean.TRUE.equals(request.get(FOREIGN));
    }
}
