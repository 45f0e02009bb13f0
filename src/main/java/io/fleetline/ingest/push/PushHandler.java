package io.fleetline.ingest.push;

import io.fleetline.ingest.push.form.Form;
import io.fleetline.ingest.push.form.FormField;
import io.fleetline.wire.RequestId;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of one family. On the event loop it only refuses what needs no reading, and collects the body; the rest runs on a virtual
 * thread per request.
 */
final class PushHandler implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger(PushHandler.class);
    private static final PushReply NOT_TAKEN = PushReply.refusal(500, "not taken", 0);

    private final Intake<?> intake;
    private final PushSettings settings;
    private final WebhookToken token;
    private final BodyMemory memory;
    private final RefusalLog refusals;
    private final TokenInFront tokenInFront;
    private final String listName;

    PushHandler(Intake<?> intake, PushSettings settings, BodyMemory memory, RefusalLog refusals) {
        this.intake = intake;
        this.settings = settings;
        this.token = new WebhookToken(settings.token());
        this.memory = memory;
        this.tokenInFront = new TokenInFront(token);
        this.refusals = refusals;
        this.listName = FormField.plain(intake.family().listName());
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        if (request.method().equals(HttpMethod.POST) || isPushByGet(request)) {
            take(context, request);
        } else if (request.method().equals(HttpMethod.GET)) {
            // A probe.
            answer(request, intake.family().acknowledgement());
        } else {
            request.response().putHeader("Allow", "GET, POST");
            answer(request, PushReply.WRONG_METHOD);
        }
    }

    private boolean isPushByGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && Form.ofQuery(request.query()).stream().anyMatch(field -> field.isNamed(listName));
    }

    private void take(RoutingContext context, HttpServerRequest request) {
        // Not with the server's own query parser, which throws on invalid encoding.
        var tokens = Unwrapping.tokens(Form.ofQuery(request.query()));
        var isRight = !token.isAskedFor() || tokens.stream().anyMatch(token::accepts);
        var address = String.valueOf(request.connection().remoteAddress().hostAddress());
        var share = memory.share(address, isRight);
        var refusal = isRight || tokens.isEmpty() ? refusalBeforeReading(request, share) : PushReply.WRONG_TOKEN;
        if (refusal != null) {
            refuse(request, refusal);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        var trace = Context.current();
        new BodyArrival(
                        context.vertx(),
                        request,
                        settings,
                        share,
                        tokenInFront,
                        body -> begin(request, share, trace.wrap(() -> work(context, body, share))),
                        reply -> refuse(request, reply))
                .begin();
    }

    /** If no thread is available, the sender still gets an answer, and the body's memory is released. */
    private void begin(HttpServerRequest request, BodyMemory.Share share, Runnable work) {
        try {
            Thread.ofVirtual().start(work);
        } catch (Throwable e) {
            LOG.errorf(e, "%s: a push could not be handled", intake.family().path());
            share.giveBack();
            answer(request, NOT_TAKEN);
        }
    }

    private @Nullable PushReply refusalBeforeReading(HttpServerRequest request, BodyMemory.Share share) {
        var length = request.getHeader("Content-Length");
        if (length != null && isLonger(length, settings.maxBodyBytes())) {
            return PushReply.tooLarge(settings.maxBodyBytes());
        }
        return share.isExhausted() ? PushReply.TRY_AGAIN : null;
    }

    private static boolean isLonger(String length, int limit) {
        return length.length() > 10 || Long.parseLong(length) > limit;
    }

    private void work(RoutingContext context, byte[] body, BodyMemory.Share share) {
        PushReply reply;
        var request = context.request();
        String requestId = context.get(RequestId.KEY);
        if (requestId != null) {
            MDC.put(RequestId.KEY, requestId);
        }
        try {
            var text = ContentEncoding.decoded(body, request.getHeader("Content-Encoding"), settings.maxBodyBytes());
            reply = intake.take(new Incoming(text, request.getHeader("Content-Type"), request.query()), requestId);
        } catch (RefusedException e) {
            reply = e.reply();
        } catch (Throwable e) {
            LOG.errorf(e, "%s: a push could not be handled", intake.family().path());
            reply = NOT_TAKEN;
        } finally {
            share.giveBack();
        }
        answer(request, reply);
    }

    /** The rest of the body is not read: the connection ends with the answer, unless HTTP/2 shares it among requests. */
    private void refuse(HttpServerRequest request, PushReply reply) {
        if (request.version() == HttpVersion.HTTP_2) {
            answer(request, reply);
        } else {
            request.response().putHeader("Connection", "close");
            answer(request, reply).onComplete(sent -> request.connection().close());
        }
    }

    /** The sender gets its answer even if counting fails. */
    private Future<Void> answer(HttpServerRequest request, PushReply reply) {
        try {
            count(request, reply);
        } catch (Throwable e) {
            LOG.errorf(e, "%s: an answer was not counted", intake.family().path());
        }
        return send(request.response(), reply);
    }

    private void count(HttpServerRequest request, PushReply reply) {
        intake.metrics().answered(reply.status());
        if (reply.status() != 200) {
            refusals.refused(intake.family().path(), reply, String.valueOf(request.remoteAddress()));
        }
    }

    private static Future<Void> send(HttpServerResponse response, PushReply reply) {
        if (response.closed()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(reply.status()).putHeader("Content-Type", "application/json");
        if (reply.retryAfterS() > 0) {
            response.putHeader("Retry-After", String.valueOf(reply.retryAfterS()));
        }
        return response.end(reply.body());
    }
}
