package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.read.ProblemJson;
import io.fleetline.read.access.AccessSettings;
import io.fleetline.read.access.Admission;
import io.fleetline.read.access.ForeignOrigins;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The addresses of the live feed: {@code /live} for WebSockets, {@code /live/stream} for server-sent events. */
@Singleton
public final class LiveRoutes {
    /** Of a client. */
    public static final int LONGEST_MESSAGE_BYTES = 16 << 10;

    private static final String SOCKET = "/live";
    private static final String STREAM = "/live/stream";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final FeedPace OF_SOCKETS = new FeedPace(HEARTBEAT, Duration.ofMinutes(2));

    /** They are silent by nature. */
    private static final FeedPace OF_STREAMS = new FeedPace(HEARTBEAT, Duration.ofDays(10_000));

    private static final String RETRY_AFTER_S = "2";

    private final LiveFeed feed;
    private final LiveConnections connections;
    private final InstantSource clock;
    private final AccessSettings settings;

    LiveRoutes(LiveFeed feed, LiveConnections connections, InstantSource clock, AccessSettings settings) {
        this.feed = feed;
        this.connections = connections;
        this.clock = clock;
        this.settings = settings;
    }

    /** Whether a request has no answer that ends by itself. */
    public static boolean isEndless(RoutingContext request) {
        var path = request.normalizedPath();
        return path.equals(SOCKET) || path.equals(STREAM) || path.equals(SOCKET + "/") || path.equals(STREAM + "/");
    }

    void prepare(@Observes Router router) {
        if (settings.readersServed()) {
            router.get(SOCKET).handler(this::openSocket);
            router.get(STREAM).handler(this::openStream);
        }
    }

    private void openSocket(RoutingContext request) {
        var fault = Handshake.of(request.request());
        if (fault != null) {
            refuse(request, fault);
            return;
        }
        var newest = welcome(request);
        if (newest != null) {
            var admission = Admission.of(request);
            request.request()
                    .toWebSocket()
                    .onSuccess(socket -> begin(socket, admission, newest))
                    .onFailure(request::fail);
        }
    }

    private static void refuse(RoutingContext request, Handshake.WrongHandshake fault) {
        // HTTP/2 has no such header.
        if (fault.status() == Handshake.UPGRADE_REQUIRED && request.request().version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Upgrade", "websocket").putHeader("Sec-WebSocket-Version", Handshake.VERSION);
        }
        end(request, fault.status(), fault.title(), fault.detail());
    }

    private void begin(ServerWebSocket socket, Admission admission, LogPosition newest) {
        var outlet = new WebSocketOutlet(socket, Vertx.currentContext());
        var client = new FeedClient(outlet, feed, admission, OF_SOCKETS, clock);
        if (connections.enter(client)) {
            outlet.attach(client);
            start(client, newest, null);
        } else {
            outlet.close(Ending.TOO_MANY);
        }
    }

    private void openStream(RoutingContext request) {
        var newest = welcome(request);
        if (newest == null) {
            return;
        }
        var admission = Admission.of(request);
        try {
            var wish = Wish.read(parameters(request), admission.caller(), feed.board());
            if (wish.isBinary()) {
                throw new FeedProblem(
                        Wish.POSITIONS,
                        "positions as binary frames need a WebSocket, at " + SOCKET + ": events are texts");
            }
            var outlet = new EventStreamOutlet(request.response());
            var client = new FeedClient(outlet, feed, admission, OF_STREAMS, clock);
            if (connections.enter(client)) {
                outlet.open(client);
                start(client, newest, wish);
            } else {
                tooMany(request);
            }
        } catch (FeedProblem e) {
            end(request, 400, "Bad Request", String.valueOf(e.getMessage()));
        }
    }

    private void start(FeedClient client, LogPosition newest, @Nullable Wish first) {
        Thread.ofVirtual().name("live client").start(() -> {
            try {
                client.run(newest, first);
            } finally {
                connections.leave(client);
            }
        });
    }

    /** Null: the request has been refused. */
    private @Nullable LogPosition welcome(RoutingContext request) {
        var newest = feed.position();
        if (!settings.tokenRequired() && ForeignOrigins.isForeign(request)) {
            end(request, 403, "Forbidden", "this page is not in DASHBOARD_CORS_ORIGINS");
            return null;
        } else if (newest == null) {
            request.response().putHeader("Retry-After", RETRY_AFTER_S);
            end(
                    request,
                    503,
                    "Service Unavailable",
                    "there is no live feed now: the change log is off, or has not been read yet");
        } else if (!connections.hasPlace(Admission.of(request))) {
            tooMany(request);
            return null;
        }
        return newest;
    }

    private static void tooMany(RoutingContext request) {
        request.response().putHeader("Retry-After", RETRY_AFTER_S);
        end(request, 429, "Too Many Requests", "there are too many live connections of this token or address");
    }

    /** A browser that connects again sends the last id that it had, which is newer than the address. */
    private static Map<String, List<String>> parameters(RoutingContext request) {
        var parameters = new HashMap<String, List<String>>();
        request.queryParams()
                .forEach((name, value) ->
                        parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        var last = request.request().getHeader("Last-Event-ID");
        if (last != null) {
            parameters.put(Wish.CURSOR, List.of(last));
        }
        return parameters;
    }

    private static void end(RoutingContext request, int status, String title, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(ProblemJson.of(status, title, detail).toString());
    }
}
