package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** An {@link Error} during a push: the sender is answered at once, instead of waiting for its timeout. */
class ErrorInAPushTest {
    private static final InstantSource BROKEN = () -> {
        throw new StackOverflowError("of this test");
    };

    @Test
    void theSenderGetsAnAnswer() throws Exception {
        var vertx = Vertx.vertx();
        var registry = new SimpleMeterRegistry();
        try (var database = TestDatabase.create();
                var store = new Store(database.dataSource(), StoreSettings.DEFAULT, Instant::now, registry)) {
            var router = Router.router(vertx);
            new Pushes(store, PushServer.settings(""), registry, BROKEN)
                    .handlers()
                    .forEach((path, handler) -> router.route(path).handler(handler));
            var server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            var answer = push(server.actualPort());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("StackOverflow", "of this test");
            assertThat(registry.get("fleetline.push.bytes.in.flight").gauge().value())
                    .isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static HttpResponse<String> push(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/pushgps"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{\"data_list\":[{\"deviceImei\":\"1\"}]}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
