package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.fleetline.wire.WireTime;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs a call, posts it, and parses the reply. */
final class Endpoint {
    private static final int HTTP_OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    /** Long enough to fill an excerpt after secrets have been removed. */
    private static final int EXCERPT_BYTES = 4_000;

    private final Credentials credentials;
    private final Transport transport;
    private final InstantSource clock;

    Endpoint(Credentials credentials, Transport transport, InstantSource clock) {
        this.credentials = credentials;
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * @param token null for the one method that needs no token
     * @return a reply with code 0
     * @throws TracksolidException for every other outcome
     */
    Envelope ask(Call call, @Nullable String token) {
        var form = form(call, token);
        var reply = transport.post(call, form);
        var envelope = Envelope.read(call, reply.body()).orElseThrow(() -> unreadable(call, reply, form));
        if (envelope.code() != 0) {
            throw ErrorCode.exception(envelope.code(), call, Excerpt.of(envelope.message(), secrets(form)));
        }
        if (reply.status() != HTTP_OK) {
            throw httpStatus(call, reply.status());
        }
        return envelope;
    }

    private Map<String, String> form(Call call, @Nullable String token) {
        var form = new HashMap<>(call.params());
        form.put("method", call.method());
        form.put("timestamp", WireTime.format(clock.instant()));
        form.put("app_key", credentials.appKey());
        form.put("sign_method", "md5");
        form.put("v", "1.0");
        form.put("format", "json");
        if (token != null) {
            form.put("access_token", token);
        }
        form.put("sign", Signature.sign(form, credentials.appSecret()));
        return form;
    }

    private List<String> secrets(Map<String, String> form) {
        return List.of(
                credentials.appSecret(),
                credentials.userPwdMd5(),
                form.getOrDefault("access_token", ""),
                form.getOrDefault("sign", ""));
    }

    private TracksolidException unreadable(Call call, Transport.HttpReply reply, Map<String, String> form) {
        if (reply.status() != HTTP_OK) {
            return httpStatus(call, reply.status());
        }
        var beginning = new String(reply.body(), 0, Math.min(reply.body().length, EXCERPT_BYTES), UTF_8);
        var excerpt = Excerpt.of(beginning, secrets(form));
        var reason = "unreadable reply of %d bytes: %s".formatted(reply.body().length, excerpt);
        return new TracksolidException(Kind.UNREADABLE, call, reason);
    }

    /** A 5xx of a gateway is temporary; a server that does not know the path is not the vendor's. */
    private static TracksolidException httpStatus(Call call, int status) {
        var kind = status == NOT_FOUND || status == METHOD_NOT_ALLOWED ? Kind.UNREADABLE : Kind.UNREACHABLE;
        return new TracksolidException(kind, call, "HTTP status " + status);
    }
}
