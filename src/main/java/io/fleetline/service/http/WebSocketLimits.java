package io.fleetline.service.http;

import io.fleetline.read.access.SocketToken;
import io.fleetline.read.feed.LiveRoutes;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.List;

/** What a WebSocket may send, its subprotocol, and no compression: that would need tens of kilobytes for each connection. */
@Singleton
final class WebSocketLimits implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(LiveRoutes.LONGEST_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(LiveRoutes.LONGEST_MESSAGE_BYTES)
                .setWebSocketSubProtocols(List.of(SocketToken.PROTOCOL))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
