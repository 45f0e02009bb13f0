package io.fleetline.ingest.push;

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
 * The HTTP side of one family. On the event loop it only refuses what needs no reading and gathers the body; the work is done on a virtual
 * thread of the request's own.
 */
final class PushHandler implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger(PushHandler.class);
    private static final Reply NOT_TAKEN = Reply.refusal(500, "not taken", 0);
    private static final Reply WRONG_METHOD = Reply.refusal(405, "POST", 0);

    private final Intake<?> intake;
    private final PushSettings settings;
    private final WebhookToken token;
    private final BytesInFlight bytesInFlight;
    private final RefusalLog refusals;

    PushHandler(Intake<?> intake, PushSettings settings, BytesInFlight bytesInFlight, RefusalLog refusals) {
        this.intake = intake;
        this.settings = settings;
        this.token = new WebhookToken(settings.token());
        this.bytesInFlight = bytesInFlight;
        this.refusals = refusals;
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        if (request.method().equals(HttpMethod.POST)) {
            take(context, request);
        } else if (request.method().equals(HttpMethod.GET)) {
            // Somebody tries whether we are there.
            answer(request, intake.family().acknowledgement());
        } else {
            answer(request, WRONG_METHOD);
        }
    }

    private void take(RoutingContext context, HttpServerRequest request) {
        var tokenOfUrl = request.getParam("token");
        var refusal = refusalBeforeReading(request, tokenOfUrl);
        if (refusal != null) {
            refuse(request, refusal);
            return;
        }
        var trace = Context.current();
        new BodyArrival(
                        context.vertx(),
                        request,
                        settings,
                        bytesInFlight,
                        body -> begin(request, body, trace.wrap(() -> work(request, body, tokenOfUrl))),
                        reply -> refuse(request, reply))
                .begin();
    }

    /** Where there is no thread to be had, the sender gets an answer all the same, and the body's bytes are free again. */
    private void begin(HttpServerRequest request, byte[] body, Runnable work) {
        try {
            Thread.ofVirtual().start(work);
        } catch (Throwable e) {
            LOG.errorf(e, "%s: a push could not be taken", intake.family().path());
            bytesInFlight.giveBack(body.length);
            answer(request, NOT_TAKEN);
        }
    }

    private @Nullable Reply refusalBeforeReading(HttpServerRequest request, @Nullable String tokenOfUrl) {
        if (tokenOfUrl != null && !token.accepts(tokenOfUrl)) {
            return Reply.WRONG_TOKEN;
        }
        var length = request.getHeader("Content-Length");
        if (length != null && isLonger(length, settings.maxBodyBytes())) {
            return Reply.tooLarge(settings.maxBodyBytes());
        }
        return bytesInFlight.areExhausted() ? Reply.TRY_AGAIN : null;
    }

    private static boolean isLonger(String length, int limit) {
        return length.length() > 10 || Long.parseLong(length) > limit;
    }

    private void work(HttpServerRequest request, byte[] body, @Nullable String tokenOfUrl) {
        Reply reply;
        // Whoever made it has put it into the answer.
        var requestId = request.response().headers().get(Pushes.REQUEST_ID);
        if (requestId != null) {
            MDC.put(Pushes.REQUEST_ID_IN_LOG, requestId);
        }
        try {
            var text = ContentEncoding.decoded(body, request.getHeader("Content-Encoding"), settings.maxBodyBytes());
            reply = intake.take(text, tokenOfUrl, requestId);
        } catch (Refused e) {
            reply = e.reply();
        } catch (Throwable e) {
            LOG.errorf(e, "%s: a push could not be taken", intake.family().path());
            reply = NOT_TAKEN;
        } finally {
            bytesInFlight.giveBack(body.length);
        }
        answer(request, reply);
    }

    /** What may still come of the body is not read: the connection ends with the answer, unless HTTP/2 shares it among requests. */
    private void refuse(HttpServerRequest request, Reply reply) {
        if (request.version() == HttpVersion.HTTP_2) {
            answer(request, reply);
        } else {
            request.response().putHeader("Connection", "close");
            answer(request, reply).onComplete(sent -> request.connection().close());
        }
    }

    /** Whatever becomes of our books, the sender gets its answer. */
    private Future<Void> answer(HttpServerRequest request, Reply reply) {
        try {
            count(request, reply);
        } catch (Throwable e) {
            LOG.errorf(e, "%s: an answer was not counted", intake.family().path());
        }
        return send(request.response(), reply);
    }

    private void count(HttpServerRequest request, Reply reply) {
        intake.metrics().answered(reply.status());
        if (reply.status() != 200) {
            refusals.refused(intake.family().path(), reply, String.valueOf(request.remoteAddress()));
        }
    }

    private static Future<Void> send(HttpServerResponse response, Reply reply) {
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
