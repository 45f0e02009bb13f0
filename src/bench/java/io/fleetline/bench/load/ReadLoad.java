package io.fleetline.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Repeats one request over many keep-alive connections, from one thread. */
public final class ReadLoad implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final InetSocketAddress target;

    /** @param port where the service listens on this machine */
    public ReadLoad(int port) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * The request to repeat, and its rate.
     *
     * @param path of each request in turn, with its query
     * @param form the body, form-encoded; empty: none
     * @param connections each with at most one request in progress
     * @param requestsPerSecond due requests per second, all connections together; 0: as many as possible
     * @param warmUp time before anything is measured
     * @param measured how long to measure
     */
    public record Question(
            HttpMethod method,
            Supplier<String> path,
            String form,
            int connections,
            double requestsPerSecond,
            Duration warmUp,
            Duration measured) {}

    /**
     * The result.
     *
     * @param requests that were measured
     * @param all requests, those of the warm-up included
     * @param bytes of all bodies, as they came over the wire
     * @param failures answers other than 200, and requests without an answer
     * @param latencies microseconds from when a request was due to the last byte of its answer
     */
    public record ReadResult(double seconds, long requests, long all, long bytes, long failures, Histogram latencies) {
        public double requestsPerSecond() {
            return requests / seconds;
        }

        public double bytesAnAnswer() {
            return (double) bytes / Math.max(1, requests);
        }

        /** At the given percentile. */
        public double latencyMs(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** Returns when every answer is there. */
    public ReadResult ask(Question question) {
        return new ReadRun(vertx, target, question).result().join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
