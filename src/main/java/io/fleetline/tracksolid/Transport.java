package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Posts forms to the vendor's URL and waits for the reply. */
final class Transport implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Transport.class);
    /** More than the concurrent calls of all accounts; connections are opened only when needed. */
    private static final int CONNECTIONS = 256;
    /** Shorter than any server's, so that we do not write to a connection that the server is about to close. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    /** The HTTP response, whatever its status. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large: not to be copied
    record HttpReply(int status, byte[] body) {}

    private final String address;
    private final int mostBytes;
    private final WebClient client;

    Transport(Vertx vertx, URI apiUrl, ClientSettings settings) {
        address = apiUrl.toString();
        mostBytes = settings.maxReplyBytes();
        client = WebClient.create(vertx, options(settings));
    }

    private static WebClientOptions options(ClientSettings settings) {
        var options = new WebClientOptions().setFollowRedirects(false).setUserAgent("Fleetline");
        options.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(true)
                // Our own spans name the method; the vendor gets no trace headers.
                .setTracingPolicy(TracingPolicy.IGNORE);
        return options;
    }

    /**
     * Retries a call once if its connection is closed before any answer: all calls are read-only, and a server may close an idle
     * connection just as the next call is sent.
     *
     * @throws TracksolidException UNREACHABLE if there is no reply, UNREADABLE if it is too long
     */
    HttpReply post(Call call, Map<String, String> form) {
        var body = encoded(form);
        var answer = new LimitedBody(mostBytes);
        try {
            return post(call, body, answer);
        } catch (ExecutionException e) {
            if (!answer.hasBegun() && e.getCause() instanceof HttpClosedException) {
                return postAgain(call, body);
            }
            throw failure(call, e.getCause());
        }
    }

    private HttpReply postAgain(Call call, Buffer body) {
        try {
            return post(call, body, new LimitedBody(mostBytes));
        } catch (ExecutionException e) {
            throw failure(call, e.getCause());
        }
    }

    private HttpReply post(Call call, Buffer body, LimitedBody answer) throws ExecutionException {
        var sent = request(call, answer).sendBuffer(body).toCompletionStage().toCompletableFuture();
        try {
            var response = sent.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply(response.statusCode(), Objects.requireNonNullElse(response.body(), new byte[0]));
        } catch (TimeoutException e) {
            throw failure(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(call, e);
        }
    }

    private HttpRequest<byte[]> request(Call call, LimitedBody answer) {
        return client.postAbs(address)
                .as(answer)
                .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/x-www-form-urlencoded; charset=UTF-8")
                .timeout(call.timeout().toMillis());
    }

    /** The client's own sendForm would use chunked encoding and no charset, which no live client of this API does. */
    private static Buffer encoded(Map<String, String> form) {
        return Buffer.buffer(form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static TracksolidException failure(Call call, @Nullable Throwable cause) {
        if (cause instanceof LimitedBody.TooLongException tooLong) {
            return new TracksolidException(Kind.UNREADABLE, call, String.valueOf(tooLong.getMessage()), tooLong);
        }
        var reason = NoAnswer.reason(cause, call.timeout().toMillis());
        if (reason.equals(NoAnswer.OUR_OWN_FAULT)) {
            LOG.errorf(cause, "%s: %s", call, reason);
        }
        return new TracksolidException(Kind.UNREACHABLE, call, reason, cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
