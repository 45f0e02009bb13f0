package io.fleetline.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.read.feed.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A client of the live feed for trips and alarms that connects again whenever its connection ends, and goes on with its cursor. */
abstract class ResumingClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAUSE_MS = 100;

    private final Supplier<ServiceProcess> service;
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String cursor = "";
    private volatile String lastEnd = "";
    private volatile boolean closed;

    ResumingClient(Supplier<ServiceProcess> service) {
        this.service = service;
        work.scheduleWithFixedDelay(this::connectAndFollow, 0, PAUSE_MS, MILLISECONDS);
    }

    /** At {@code /live}. */
    static ResumingClient atSocket(Supplier<ServiceProcess> service) {
        return new ResumingClient(service) {
            @Override
            void follow(URI live, String cursor) {
                try (var socket = RawSocket.open(live)) {
                    socket.sendText("{\"type\":\"subscribe\",\"kinds\":[\"trip\",\"alarm\"],\"cursor\":\"%s\"}"
                            .formatted(cursor));
                    while (!isClosed()) {
                        take(socket.nextText());
                    }
                }
            }
        };
    }

    /** At {@code /live/stream}. */
    static ResumingClient atStream(Supplier<ServiceProcess> service) {
        return new ResumingClient(service) {
            @Override
            void follow(URI live, String cursor) throws IOException, InterruptedException {
                var request = HttpRequest.newBuilder(URI.create(live + "/stream?kinds=trip,alarm"))
                        .header("Last-Event-ID", cursor)
                        .build();
                try (var http = HttpClient.newHttpClient();
                        var lines = http.send(request, BodyHandlers.ofLines()).body()) {
                    lines.takeWhile(_ -> !isClosed())
                            .filter(line -> line.startsWith("data: "))
                            .forEach(line -> take(line.substring("data: ".length())));
                }
            }
        };
    }

    /** Follows one connection until it ends. */
    abstract void follow(URI live, String cursor) throws IOException, InterruptedException;

    private void connectAndFollow() {
        try {
            follow(URI.create("http://127.0.0.1:%d/live".formatted(service.get().port())), cursor);
        } catch (IOException | RuntimeException | AssertionError e) {
            // Refused, or ended: it tries again.
            lastEnd = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    final void take(String text) {
        var message = tree(text);
        var type = message.path("type").asText();
        resets.addAndGet(type.equals("reset") ? 1 : 0);
        connections.addAndGet(type.equals("hello") ? 1 : 0);
        message.path("changes").forEach(events::add);
        // That of hello is only where the log ends.
        if (message.has("cursor") && (!type.equals("hello") || cursor.isEmpty())) {
            cursor = message.path("cursor").asText();
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    final boolean isClosed() {
        return closed;
    }

    /** All that it has got, in order. */
    List<JsonNode> events() {
        return events;
    }

    int resets() {
        return resets.get();
    }

    /** How often it has been connected. */
    int connections() {
        return connections.get();
    }

    @Override
    public String toString() {
        return "a client with %d connections, %d resets, cursor %s, whose last one ended with: %s"
                .formatted(connections(), resets(), cursor, lastEnd);
    }

    @Override
    public void close() {
        closed = true;
        work.shutdownNow();
    }
}
