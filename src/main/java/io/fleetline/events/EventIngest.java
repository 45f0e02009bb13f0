package io.fleetline.events;

import io.fleetline.database.StoreUnavailableException;
import io.fleetline.events.rules.WrongFieldException;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.Right;
import io.fleetline.store.StoreFullException;
import io.fleetline.wire.RequestId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ingest/{service}}. On the event loop it only refuses what needs no reading, and collects the body; the rest runs on a virtual thread per
 * request. It answers once the event and all that follows from it are durable.
 */
public final class EventIngest implements Handler<RoutingContext> {
    public static final String FOLDER = "/ingest/";

    /** With the name of the service. */
    public static final String PATH = FOLDER + ":service";

    private static final Logger LOG = Logger.getLogger(EventIngest.class);
    private static final String UNKNOWN = "unknown";

    private final EventStore store;
    private final EventSettings settings;
    private final EventRate rate;
    private final InstantSource clock;
    private final AtomicLong bytesInFlight = new AtomicLong();

    public EventIngest(EventStore store, EventSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.rate = new EventRate(settings.perSecond());
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        try {
            checkBeforeReading(context);
            collect(context, key(request));
        } catch (RefusedEventException e) {
            refuse(request, e);
        }
    }

    private void collect(RoutingContext context, @Nullable String key) {
        var request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        var body = new EventBody(
                context.vertx(), request, settings.maxBodyBytes(), bytesInFlight, e -> refuse(request, e));
        body.collect(bytes -> Thread.ofVirtual().start(() -> {
            try {
                answer(context, key, bytes);
            } finally {
                body.release();
            }
        }));
    }

    private void checkBeforeReading(RoutingContext context) {
        var request = context.request();
        if (!CurrentCaller.of(context).has(Right.EVENTS)) {
            throw new RefusedEventException(403, "this token may not send events: it needs the right 'events'");
        }
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader("Allow", "POST");
            throw new RefusedEventException(405, "events are sent by POST");
        }
        var encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new RefusedEventException(415, "the body must not be compressed");
        }
        rate.take();
    }

    /** The parser of the server throws on invalid encoding. */
    private static @Nullable String key(HttpServerRequest request) {
        try {
            return DedupeKey.of(request.params(), request.headers());
        } catch (IllegalArgumentException _) {
            throw new RefusedEventException(400, "the query string is not encoded as it must be");
        }
    }

    private void answer(RoutingContext context, @Nullable String key, byte[] body) {
        String requestId = context.get(RequestId.KEY);
        MDC.put(RequestId.KEY, requestId);
        EventAnswer answer;
        try {
            answer = take(String.valueOf(context.pathParam("service")), key, body);
        } catch (StoreFullException | StoreUnavailableException _) {
            answer = counted(UNKNOWN, EventAnswer.problem(503, "events cannot be stored at the moment"));
        } catch (Throwable e) {
            LOG.error("an event could not be handled", e);
            answer = counted(UNKNOWN, EventAnswer.problem(500, "internal error; details are in the log"));
        }
        send(context.request(), answer);
    }

    private EventAnswer take(String name, @Nullable String key, byte[] body) {
        var catalogue = store.catalogue(name);
        var schema = catalogue.taken(name);
        if (schema == null) {
            return counted(UNKNOWN, EventAnswer.unknownService(EventAnswer.shown(name), catalogue.taken()));
        }
        try {
            var payload = PayloadJson.read(body);
            var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var event = CityEvent.received(EventIds.random(at), name, at, payload, schema.normalised(payload), key);
            return counted(name, answer(store.store(event), key));
        } catch (RefusedEventException e) {
            return counted(name, EventAnswer.problem(e.status(), e.detail()));
        } catch (WrongFieldException e) {
            return counted(name, EventAnswer.wrongField(e.field(), e.words()));
        }
    }

    private static EventAnswer answer(IngestOutcome outcome, @Nullable String key) {
        return switch (outcome) {
            case IngestOutcome.Kept kept -> EventAnswer.kept(kept);
            case IngestOutcome.KeyReused reused ->
                EventAnswer.problem(
                        422,
                        "the key '%s' is that of the event %s, which has another payload"
                                .formatted(EventAnswer.shown(key), reused.holder()));
            case IngestOutcome.Unstorable _ ->
                EventAnswer.problem(422, "the payload holds a value that the database refuses");
        };
    }

    private EventAnswer counted(String service, EventAnswer answer) {
        store.metrics().answered(service, answer.status());
        return answer;
    }

    /** The rest of the body is not read: the connection ends with the answer, unless HTTP/2 shares it among requests. */
    private void refuse(HttpServerRequest request, RefusedEventException refusal) {
        var answer = counted(UNKNOWN, EventAnswer.problem(refusal.status(), refusal.detail()));
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
        send(request, answer);
    }

    private static void send(HttpServerRequest request, EventAnswer answer) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
        if (answer.retryAfterS() > 0) {
            response.putHeader("Retry-After", String.valueOf(answer.retryAfterS()));
        }
        response.end(answer.body());
    }
}
