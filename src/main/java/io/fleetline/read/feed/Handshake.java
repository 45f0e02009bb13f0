package io.fleetline.read.feed;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request that opens a WebSocket (RFC 6455, section 4.2.1). Vert.x answers a wrong one with 500, and accepts older protocols. */
final class Handshake {
    static final String VERSION = "13";
    static final int UPGRADE_REQUIRED = 426;

    /** 16 bytes in Base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private Handshake() {}

    /** Why a request is refused. */
    record WrongHandshake(int status, String title, String detail) {}

    /** Null: it is right. */
    static @Nullable WrongHandshake of(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1 || !request.headers().contains("Upgrade", "websocket", true)) {
            return upgrade("this address speaks WebSocket; for server-sent events use /live/stream");
        } else if (!isToken(request.getHeader("Connection"))) {
            return bad("the header Connection must hold Upgrade");
        } else if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return upgrade("the header Sec-WebSocket-Version must be " + VERSION);
        }
        var key = request.getHeader("Sec-WebSocket-Key");
        return key != null && KEY.matcher(key.strip()).matches()
                ? null
                : bad("the header Sec-WebSocket-Key must hold 16 bytes in Base64");
    }

    private static boolean isToken(@Nullable String connection) {
        return connection != null
                && Arrays.stream(connection.split(","))
                        .anyMatch(token -> token.strip().equalsIgnoreCase("Upgrade"));
    }

    private static WrongHandshake upgrade(String detail) {
        return new WrongHandshake(UPGRADE_REQUIRED, "Upgrade Required", detail);
    }

    private static WrongHandshake bad(String detail) {
        return new WrongHandshake(400, "Bad Request", detail);
    }
}
