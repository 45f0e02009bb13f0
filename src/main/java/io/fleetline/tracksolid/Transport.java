package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.smallrye.mutiny.vertx.TypeArg;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Posts forms to the vendor's one address and waits for the reply. */
final class Transport implements AutoCloseable {
    /** More than all accounts together have under way at once; opened only as needed. */
    private static final int CONNECTIONS = 256;
    /** Shorter than any server's, so that we do not write into a connection it is about to close. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    /** What came back, whatever it is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large: not to be copied
    record Reply(int status, byte[] body) {}

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
                // Our own spans name the method; the vendor is told nothing of them.
                .setTracingPolicy(TracingPolicy.IGNORE);
        return options;
    }

    /**
     * A call whose connection is closed before any answer goes out once more: all calls only ask, and a server may close a connection
     * that it keeps just as the next call is on its way.
     *
     * @throws TracksolidException UNREACHABLE without a reply, UNREADABLE when it is too long
     */
    Reply post(Call call, Map<String, String> form) {
        var body = encoded(form);
        var answer = new LimitedBody(mostBytes);
        try {
            return post(call, body, answer);
        } catch (RuntimeException e) {
            if (!answer.hasBegun() && cause(e) instanceof HttpClosedException) {
                return postAgain(call, body);
            }
            throw failure(call, e);
        }
    }

    private Reply postAgain(Call call, Buffer body) {
        try {
            return post(call, body, new LimitedBody(mostBytes));
        } catch (RuntimeException e) {
            throw failure(call, e);
        }
    }

    private Reply post(Call call, Buffer body, LimitedBody answer) {
        var response = request(call, answer).sendBuffer(body).await().atMost(call.timeout());
        return new Reply(response.statusCode(), Objects.requireNonNullElse(response.body(), new byte[0]));
    }

    private HttpRequest<byte[]> request(Call call, LimitedBody answer) {
        return client.postAbs(address)
                .as(new BodyCodec<byte[]>(answer, TypeArg.unknown()))
                .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/x-www-form-urlencoded; charset=UTF-8")
                .timeout(call.timeout().toMillis());
    }

    /** The client's own sendForm would send it chunked and without a charset, which no live client of this API does. */
    private static Buffer encoded(Map<String, String> form) {
        return Buffer.buffer(form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Mutiny wraps what is checked. */
    private static Throwable cause(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getClass().getName().startsWith("java.util.concurrent.Completion")) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static TracksolidException failure(Call call, RuntimeException failure) {
        var cause = cause(failure);
        return switch (cause) {
            case LimitedBody.TooLongException tooLong ->
                new TracksolidException(Kind.UNREADABLE, call, String.valueOf(tooLong.getMessage()), tooLong);
            default ->
                new TracksolidException(
                        Kind.UNREACHABLE,
                        call,
                        NoAnswer.reason(cause, call.timeout().toMillis()),
                        cause);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
