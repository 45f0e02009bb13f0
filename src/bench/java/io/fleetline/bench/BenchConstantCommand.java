package io.fleetline.bench;

import io.netty.buffer.Unpooled;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What live positions are compared with: a server with as many event loops as the service, the same HTTP library, and nothing behind it. It answers
 * every request with as many bytes as the query's {@code bytes} says, until it is ended, and returns each message of a WebSocket.
 */
@Command(name = "constant", description = "Serve a constant answer.", mixinStandardHelpOptions = true)
final class BenchConstantCommand implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "The port to listen on, at 127.0.0.1.")
    private int port;

    private volatile Buffer body = zeros(1);

    @Override
    public Integer call() throws InterruptedException {
        var vertx = Vertx.vertx();
        vertx.deployVerticle(
                        this::server, new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        new CountDownLatch(1).await();
        return 0;
    }

    private Verticle server() {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                vertx.createHttpServer()
                        .requestHandler(BenchConstantCommand.this::answer)
                        .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                        .listen(port, "127.0.0.1")
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }

    private void answer(HttpServerRequest request) {
        int bytes = Integer.parseInt(request.getParam("bytes", "1"));
        var constant = body;
        if (constant.length() != bytes) {
            constant = zeros(bytes);
            body = constant;
        }
        request.response().putHeader("Content-Type", "application/json").end(constant);
    }

    /** Outside the heap, as the live answer is: Netty need not copy it. */
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to take a buffer of Netty's
    private static Buffer zeros(int bytes) {
        return Buffer.buffer(Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes)).asReadOnly()));
    }
}
