package io.fleetline.read;

import io.vertx.core.http.HttpServerRequest;

/** The URL by which a request has reached the service; behind a trusted proxy, the proxy's own. */
public final class ServiceAddress {
    private ServiceAddress() {}

    /** Scheme, host and port, and the path prefix of the proxy; without a trailing slash. */
    public static String of(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority() + prefix(request);
    }

    /** The request's URL has a trusted proxy's prefix, its path has not. */
    private static String prefix(HttpServerRequest request) {
        var address = request.uri().replaceFirst("[?#].*", "");
        var path = request.path();
        return path != null && address.startsWith("/") && address.endsWith(path)
                ? address.substring(0, address.length() - path.length()).replaceFirst("/+$", "")
                : "";
    }
}
