package io.fleetline.tracksolid;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.smallrye.mutiny.vertx.TypeArg;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Posts forms to the vendor's one address and waits for the reply. */
final class Transport implements AutoCloseable {
    /** More than the calls under way at once for a good dozen of accounts. */
    private static final int CONNECTIONS = 64;
    /** Shorter than any server's, so that we do not write into a connection it is about to close. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    /** What came back, whatever it is. */
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
                .setDecompressionSupported(true);
        return options;
    }

    /** @throws TracksolidException UNREACHABLE without a reply, UNREADABLE when it is too long */
    Reply post(Call call, Map<String, String> form) {
        try {
            var response = request(call)
                    .sendForm(MultiMap.caseInsensitiveMultiMap().addAll(form))
                    .await()
                    .atMost(call.timeout());
            return new Reply(response.statusCode(), Objects.requireNonNullElse(response.body(), new byte[0]));
        } catch (RuntimeException e) {
            throw failure(call, e);
        }
    }

    private HttpRequest<byte[]> request(Call call) {
        return client.postAbs(address)
                .as(new BodyCodec<byte[]>(new LimitedBody(mostBytes), TypeArg.unknown()))
                .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/x-www-form-urlencoded; charset=UTF-8")
                .timeout(call.timeout().toMillis());
    }

    private static TracksolidException failure(Call call, RuntimeException failure) {
        Throwable cause = failure;
        // Mutiny wraps what is checked.
        while (cause.getCause() != null && cause.getClass().getName().startsWith("java.util.concurrent.Completion")) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case LimitedBody.TooLongException tooLong ->
                new TracksolidException(Kind.UNREADABLE, call, String.valueOf(tooLong.getMessage()), tooLong);
            default -> new TracksolidException(Kind.UNREACHABLE, call, reason(call, cause), cause);
        };
    }

    private static String reason(Call call, Throwable cause) {
        if (cause instanceof java.util.concurrent.TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException) {
            return "no answer within %,d ms".formatted(call.timeout().toMillis());
        }
        return "no answer: " + cause;
    }

    @Override
    public void close() {
        client.close();
    }
}
