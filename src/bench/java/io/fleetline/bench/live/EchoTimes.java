package io.fleetline.bench.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The machine's own speed while it is under load: how long a message takes to a server that does nothing but return it, and back. */
public final class EchoTimes implements WebSocket.Listener {
    private static final long PAUSE_MS = 20;
    private static final long PATIENCE_S = 10;
    private static final String MESSAGE = "x".repeat(64);

    private final Histogram micros = new Histogram(3);
    private final Semaphore echoes = new Semaphore(0);

    private EchoTimes() {}

    /** Sends a message every 20 ms for so long; the times are in microseconds. */
    public static Histogram measure(int port, Duration length) throws InterruptedException {
        var times = new EchoTimes();
        // Not closed: that would wait for the aborted socket. It ends with the process.
        var http = HttpClient.newHttpClient();
        var socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:%d/".formatted(port)), times)
                .join();
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            times.measure(socket);
        }
        socket.abort();
        return times.micros;
    }

    private void measure(WebSocket socket) throws InterruptedException {
        long sent = System.nanoTime();
        socket.sendText(MESSAGE, true).join();
        if (!echoes.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the echo does not come back");
        }
        micros.recordValue((System.nanoTime() - sent) / 1_000);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (last) {
            echoes.release();
        }
        socket.request(1);
        return null;
    }
}
