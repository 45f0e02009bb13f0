package io.fleetline.outbox.receiver;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Posts to an address that has been checked, under the name of the host: the certificate must be that host's. Follows no redirection, and reads
 * little of an answer.
 */
public final class PinnedHttp implements AutoCloseable {
    public static final int MOST_ANSWER_BYTES = 4 << 10;

    private static final Logger LOG = Logger.getLogger(PinnedHttp.class);
    private static final int CONNECT_MS = 5_000;
    /** To one host, which may have many webhooks; each of them has a limit of its own. */
    private static final int CONNECTIONS = 1_000;

    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int DEFAULT_TLS_PORT = 443;
    private static final int DEFAULT_PORT = 80;

    private final HttpClient client;

    /** @param trustedFile certificates in PEM that are trusted instead of the system's; null: the system's */
    public PinnedHttp(Vertx vertx, @Nullable String trustedFile) {
        // Vert.x would log each connection that a receiver resets, as an error.
        client = vertx.httpClientBuilder()
                .with(options(trustedFile))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
                .withConnectHandler(connection ->
                        connection.exceptionHandler(e -> LOG.debugf(e, "a receiver has broken a connection")))
                .build();
    }

    private static HttpClientOptions options(@Nullable String trustedFile) {
        var options = new HttpClientOptions()
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true);
        options.setConnectTimeout(CONNECT_MS);
        if (trustedFile != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(trustedFile));
        }
        return options;
    }

    /**
     * What matters of an answer.
     *
     * @param retryAfter the header; null: there is none
     */
    public record HttpAnswer(int status, @Nullable String retryAfter) {}

    /**
     * Returns once the answer has ended, or 4 KB of it are read. Posts a second time if the connection is closed before any answer: a receiver may close an
     * idle one just as it is used.
     *
     * @throws TimeoutException if that takes longer than the patience
     * @throws ExecutionException if there is no answer
     */
    public HttpAnswer post(TargetUrl target, InetAddress address, MultiMap headers, Buffer body, Duration patience)
            throws TimeoutException, ExecutionException, InterruptedException {
        long began = System.nanoTime();
        try {
            return postOnce(target, address, headers, body, patience);
        } catch (ExecutionException e) {
            var left = patience.minusNanos(System.nanoTime() - began);
            if (!(e.getCause() instanceof HttpClosedException) || !left.isPositive()) {
                throw e;
            }
            return postOnce(target, address, headers, body, left);
        }
    }

    private HttpAnswer postOnce(TargetUrl target, InetAddress address, MultiMap headers, Buffer body, Duration patience)
            throws TimeoutException, ExecutionException, InterruptedException {
        var begun = Promise.<HttpClientRequest>promise();
        var answer = client.request(request(target, address, headers))
                .compose(request -> begun.tryComplete(request) ? request.send(body) : tooLate(request))
                .compose(PinnedHttp::read)
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            // Either the request is never sent, or it is broken off; after its end that does nothing.
            if (!answer.isDone() && !begun.tryFail("given up")) {
                begun.future().onSuccess(HttpClientRequest::reset);
            }
        }
    }

    private static Future<HttpClientResponse> tooLate(HttpClientRequest request) {
        request.reset();
        return Future.failedFuture("given up");
    }

    private static RequestOptions request(TargetUrl target, InetAddress address, MultiMap headers) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isTls())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false)
                .setHeaders(headers.set(HttpHeaders.HOST, host(target)));
    }

    private static String host(TargetUrl target) {
        var host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        return target.port() == (target.isTls() ? DEFAULT_TLS_PORT : DEFAULT_PORT) ? host : host + ":" + target.port();
    }

    /** Nothing of the body is kept: who may set a URL must not read through us what is there. */
    private static Future<HttpAnswer> read(HttpClientResponse response) {
        var answer = new HttpAnswer(response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER));
        var whole = Promise.<HttpAnswer>promise();
        var bytes = new int[1];
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(answer));
        response.handler(part -> {
            bytes[0] += part.length();
            if (bytes[0] > MOST_ANSWER_BYTES && whole.tryComplete(answer)) {
                response.request().reset();
            }
        });
        return whole.future();
    }

    @Override
    public void close() {
        client.close();
    }
}
