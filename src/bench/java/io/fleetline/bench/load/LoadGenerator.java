package io.fleetline.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Sends a load by one thread over many connections. */
public final class LoadGenerator {
    private static final double NANOS = 1e9;
    private static final long LONGEST_WAIT_MS = 20;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Load load;
    private final Selector selector;
    private final FixListener listener;
    private final List<PushConnection> connections = new ArrayList<>();
    private final ArrayDeque<PushConnection> idle = new ArrayDeque<>();
    private final Histogram latencies = new Histogram(3);
    private final long began = System.nanoTime();
    private final long measuredFrom;
    private final long end;
    private long due;
    private long requests;
    private long lastAnswer;

    private LoadGenerator(Load load, Selector selector, FixListener listener) {
        this.load = load;
        this.selector = selector;
        this.listener = listener;
        this.measuredFrom = began + load.warmUp().toNanos();
        this.end = measuredFrom + load.measured().toNanos();
        this.due = began;
        this.lastAnswer = measuredFrom;
    }

    /** Sends it, and returns when everything is acknowledged. */
    public static LoadResult run(Load load) throws IOException {
        return run(load, (_, _) -> {});
    }

    /** The same, and says what it sends. */
    public static LoadResult run(Load load, FixListener listener) throws IOException {
        try (var selector = Selector.open()) {
            return new LoadGenerator(load, selector, listener).run();
        }
    }

    private LoadResult run() throws IOException {
        divideFleet();
        idle.addAll(connections);
        for (var now = began; now < end || idle.size() < connections.size(); now = System.nanoTime()) {
            sendWhatIsDue(now);
            selector.select(this::proceed, waitMs(now));
            repeatWhatMust(System.nanoTime());
        }
        connections.forEach(PushConnection::disconnect);
        return result();
    }

    private void repeatWhatMust(long now) {
        connections.forEach(connection -> connection.repeatWhenTime(now));
        if (now > end + PATIENCE_NANOS) {
            throw new IllegalStateException("the service still owes %d acknowledgements a minute after the end"
                    .formatted(connections.size() - idle.size()));
        }
    }

    private void divideFleet() {
        var count = load.connections();
        for (var i = 0; i < count; i++) {
            var first = (int) ((long) load.vehicles() * i / count);
            var next = (int) ((long) load.vehicles() * (i + 1) / count);
            var fixes = new FixStream(first, next - first, load.firstFix().getEpochSecond(), load.mixture());
            connections.add(new PushConnection(selector, load, fixes, listener));
        }
    }

    private void sendWhatIsDue(long now) {
        while (!idle.isEmpty() && now < end && (isFlatOut() || due <= now)) {
            idle.removeFirst().send(isFlatOut() ? System.nanoTime() : due);
            due += isFlatOut() ? 0 : (long) (NANOS / load.requestsPerSecond());
        }
    }

    private boolean isFlatOut() {
        return load.requestsPerSecond() == 0;
    }

    /** At least 1, because 0 would mean forever. */
    private long waitMs(long now) {
        var untilDue = isFlatOut() || idle.isEmpty() ? LONGEST_WAIT_MS : (due - now) / 1_000_000;
        return Math.clamp(untilDue, 1, LONGEST_WAIT_MS);
    }

    private void proceed(SelectionKey key) {
        var connection = (PushConnection) key.attachment();
        var now = System.nanoTime();
        if (connection.proceed(key, now)) {
            count(connection, now);
            idle.addLast(connection);
            sendWhatIsDue(now);
        }
    }

    private void count(PushConnection connection, long now) {
        if (now >= measuredFrom && connection.due() < end) {
            requests++;
            lastAnswer = now;
            latencies.recordValue((now - connection.due()) / 1_000);
        }
    }

    private LoadResult result() {
        var fixes = connections.stream().map(PushConnection::fixes).toList();
        return new LoadResult(
                (lastAnswer - measuredFrom) / NANOS,
                requests,
                requests * load.itemsPerRequest(),
                latencies,
                fixes.stream().mapToLong(FixStream::items).sum(),
                fixes.stream().mapToLong(FixStream::distinct).sum(),
                fixes.stream().mapToLong(FixStream::unusable).sum(),
                connections.stream().mapToLong(PushConnection::resent).sum(),
                Instant.ofEpochSecond(
                        fixes.stream().mapToLong(FixStream::end).max().orElseThrow()));
    }
}
