package io.fleetline.service.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** What a WebSocket may send, and no compression: that would need tens of kilobytes for each connection. */
@Singleton
final class WebSocketLimits implements HttpServerOptionsCustomizer {
    private static final int LONGEST_MESSAGE_BYTES = 16 << 10;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(LONGEST_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(LONGEST_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
