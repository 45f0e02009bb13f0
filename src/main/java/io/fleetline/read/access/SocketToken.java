package io.fleetline.read.access;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token of a browser's WebSocket, which can set no header but the list of its subprotocols: {@code fleetline, bearer.flt_…}. Unlike a ticket it is good
 * at every process, and it stands in no address.
 */
public final class SocketToken {
    /** The subprotocol that the service selects; a browser refuses an answer without one. */
    public static final String PROTOCOL = "fleetline";

    private static final String HEADER = "Sec-WebSocket-Protocol";
    private static final Pattern BEARER = Pattern.compile("bearer\\.([A-Za-z0-9._~+-]+)");

    private SocketToken() {}

    /** The only token in the list; null: there is none. */
    static @Nullable String of(HttpServerRequest request) {
        var tokens = request.headers().getAll(HEADER).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(protocol -> BEARER.matcher(protocol.strip()))
                .filter(bearer -> bearer.matches())
                .map(bearer -> bearer.group(1))
                .toList();
        return tokens.size() == 1 ? tokens.getFirst() : null;
    }
}
