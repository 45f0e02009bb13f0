package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A real HTTP server on a loopback port that sends scripted replies and records its requests. */
final class FakeCloud implements AutoCloseable {
    /** Never answers, as long as the server lives. */
    static final Reply SILENCE = new Reply(0, "");

    /** Closes the connection without an answer. */
    static final Reply CLOSED = new Reply(-1, "");

    /** @param released releases the reply */
    record Reply(int status, String body, CountDownLatch released) {
        Reply(int status, String body) {
            this(status, body, new CountDownLatch(0));
        }
    }

    record Request(Headers headers, Map<String, String> form) {
        String method() {
            return form.getOrDefault("method", "");
        }
    }

    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;

    FakeCloud() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/route/rest", this::handle);
        server.start();
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:%d/route/rest".formatted(server.getAddress().getPort()));
    }

    /** Its replies to a method, in this order; the last one forever. */
    FakeCloud replies(String method, Reply... scripted) {
        replies.put(method, new ArrayDeque<>(Arrays.asList(scripted)));
        return this;
    }

    /** The same, all with status 200; single quotes stand for double ones. */
    FakeCloud replies(String method, String... bodies) {
        return replies(
                method,
                Arrays.stream(bodies)
                        .map(body -> new Reply(200, body.replace('\'', '"')))
                        .toArray(Reply[]::new));
    }

    /** A new token for every request: t1, t2 … */
    FakeCloud givesTokens() {
        return replies(Login.METHOD, token("t1"), token("t2"), token("t3"));
    }

    List<Request> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    List<Request> requests() {
        return requests;
    }

    static String token(String value) {
        return "{'code':0,'message':'success','result':{'accessToken':'%s','expiresIn':'7200'}}".formatted(value);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            requests.add(new Request(exchange.getRequestHeaders(), form));
            var reply = next(form.getOrDefault("method", ""));
            if (reply == CLOSED) {
                return;
            }
            if (reply == SILENCE) {
                closing.await();
                return;
            }
            reply.released.await();
            var bytes = reply.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply next(String method) {
        var scripted = replies.get(method);
        if (scripted == null) {
            return new Reply(200, "{\"code\":1007,\"message\":\"not scripted\"}");
        }
        synchronized (scripted) {
            return scripted.size() > 1 ? scripted.removeFirst() : scripted.getFirst();
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], UTF_8), pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
