package io.fleetline.simulator;

import io.fleetline.simulator.wire.Cloud;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Answers calls of the vendor's API, or corrupts the answer as the active faults require. */
final class ApiHandler implements Handler<HttpServerRequest> {
    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private final Vertx vertx;
    private final Cloud cloud;
    private final Faults faults;
    private final CallCounts counts;
    private final boolean getAllowed;

    ApiHandler(Vertx vertx, Cloud cloud, Faults faults, CallCounts counts, boolean getAllowed) {
        this.vertx = vertx;
        this.cloud = cloud;
        this.faults = faults;
        this.counts = counts;
        this.getAllowed = getAllowed;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!HttpMethod.POST.equals(request.method()) && !(getAllowed && HttpMethod.GET.equals(request.method()))) {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", getAllowed ? "GET, POST" : "POST")
                    .end();
            return;
        }
        request.body().onSuccess(body -> Thread.startVirtualThread(() -> answerOrFail(request, body)));
    }

    /** A failure inside the simulator must not leave the caller waiting forever. */
    private void answerOrFail(HttpServerRequest request, Buffer body) {
        try {
            answer(request, body);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "the simulator failed to answer a call", e);
            request.response().setStatusCode(500).end();
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        var params = Parameters.of(request, body);
        var method = params.getOrDefault("method", "");
        counts.called(method);
        var reply = reply(request, params, method, cloud.accountOf(params));
        var delay = faults.delay(method).toMillis();
        if (delay > 0) {
            vertx.setTimer(delay, timer -> reply.run());
        } else {
            reply.run();
        }
    }

    /** What to do with the connection. If the fault answers in place of the cloud, the cloud never sees the call. */
    private Runnable reply(HttpServerRequest request, Map<String, String> params, String method, String account) {
        if (faults.hits(Fault.UNREACHABLE, method, account)) {
            return () -> request.connection().close();
        }
        if (faults.hits(Fault.STATUS_502, method, account)) {
            return () -> page(request.response().setStatusCode(502), "502 Bad Gateway");
        }
        if (faults.hits(Fault.GARBAGE, method, account)) {
            return () -> page(request.response(), "We will be back soon");
        }
        var answer = cloud.answer(params);
        if (faults.hits(Fault.HALF_SENT, method, account)) {
            return () -> breakOff(request, answer);
        }
        var cut = faults.hits(Fault.CUT_JSON, method, account);
        return () -> json(request.response(), cut ? firstHalf(answer) : answer);
    }

    private static void page(HttpServerResponse response, String title) {
        response.putHeader("Content-Type", "text/html").end("<html><body><h1>%s</h1></body></html>".formatted(title));
    }

    private static void breakOff(HttpServerRequest request, String answer) {
        var whole = Buffer.buffer(answer);
        request.response()
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .putHeader("Content-Length", Integer.toString(whole.length()))
                .write(whole.slice(0, whole.length() / 2))
                .onComplete(_ -> request.connection().close());
    }

    private static void json(HttpServerResponse response, String answer) {
        response.putHeader("Content-Type", "application/json;charset=UTF-8").end(answer);
    }

    private static String firstHalf(String answer) {
        return answer.substring(0, answer.length() / 2);
    }
}
