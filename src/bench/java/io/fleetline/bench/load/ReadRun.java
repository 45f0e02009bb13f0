package io.fleetline.bench.load;

import io.fleetline.bench.load.ReadLoad.Question;
import io.fleetline.bench.load.ReadLoad.ReadResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** One load of reads. Everything but {@link #result} happens on one event loop. */
final class ReadRun {
    private static final double NANOS = 1e9;
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final Question question;
    private final CompletableFuture<ReadResult> result = new CompletableFuture<>();
    private final Histogram latencies = new Histogram(3);
    private final long measuredFrom;
    private final long end;
    private long due = System.nanoTime();
    private long requests;
    private long all;
    private long bytes;
    private long failures;
    private long lastAnswer;
    private int idle;

    ReadRun(Vertx vertx, InetSocketAddress target, Question question) {
        this.vertx = vertx;
        this.question = question;
        this.measuredFrom = due + question.warmUp().toNanos();
        this.end = measuredFrom + question.measured().toNanos();
        this.lastAnswer = measuredFrom;
        this.idle = question.connections();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(target.getHostString())
                .setDefaultPort(target.getPort())
                .setMaxPoolSize(question.connections()));
    }

    CompletableFuture<ReadResult> result() {
        vertx.runOnContext(_ -> {
            sendWhatIsDue();
            vertx.setPeriodic(1, this::tick);
        });
        return result;
    }

    private void tick(long timer) {
        sendWhatIsDue();
        if (System.nanoTime() >= end && idle == question.connections()) {
            vertx.cancelTimer(timer);
            client.close();
            result.complete(
                    new ReadResult((lastAnswer - measuredFrom) / NANOS, requests, all, bytes, failures, latencies));
        }
    }

    private void sendWhatIsDue() {
        var now = System.nanoTime();
        while (idle > 0 && now < end && (isFlatOut() || due <= now)) {
            idle--;
            send(isFlatOut() ? now : due);
            due += isFlatOut() ? 0 : (long) (NANOS / question.requestsPerSecond());
        }
    }

    private boolean isFlatOut() {
        return question.requestsPerSecond() == 0;
    }

    private void send(long dueAt) {
        client.request(question.method(), question.path().get())
                .compose(this::send)
                .compose(answer -> answer.body().map(body -> length(answer, body)))
                .onComplete(length -> {
                    count(dueAt, length.succeeded() ? length.result() : -1);
                    idle++;
                    sendWhatIsDue();
                });
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        return question.form().isEmpty()
                ? request.send()
                : request.putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .send(question.form());
    }

    /** -1 if it is not the expected answer. */
    private static int length(HttpClientResponse answer, Buffer body) {
        return answer.statusCode() == OK ? body.length() : -1;
    }

    private void count(long dueAt, int length) {
        var now = System.nanoTime();
        all++;
        if (now < measuredFrom || dueAt >= end) {
            return;
        }
        requests++;
        lastAnswer = now;
        bytes += Math.max(0, length);
        failures += length < 0 ? 1 : 0;
        latencies.recordValue((now - dueAt) / 1_000);
    }
}
