package io.fleetline.read.access;

import static io.vertx.core.http.HttpHeaders.ORIGIN;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Removes the Origin header from requests that come from no allowed page, before Quarkus' CORS filter sees them: they are answered
 * like requests without one, so without any Access-Control header, and the browser therefore withholds the answer from the page.
 * The filter alone would show foreign pages the methods and headers, and would refuse a page of our own host behind a proxy
 * that terminates TLS.
 */
@Singleton
public final class ForeignOrigins {
    private final Set<String> ours;

    ForeignOrigins(@ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> ours) {
        this.ours = Set.copyOf(ours.orElse(List.of()));
    }

    public void handle(RoutingContext request) {
        var headers = request.request().headers();
        if (headers.contains(ORIGIN) && !headers.getAll(ORIGIN).stream().allMatch(ours::contains)) {
            headers.remove(ORIGIN);
        }
        request.next();
    }
}
