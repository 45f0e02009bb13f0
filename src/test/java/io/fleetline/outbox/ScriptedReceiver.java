package io.fleetline.outbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A receiver on loopback that does to each message what the test says; without a script it answers 204. */
final class ScriptedReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Behaviour usual = status(204);

    /** What it does once it has read a request. The connection is closed afterwards. */
    interface Behaviour {
        void answer(Socket client) throws IOException;
    }

    record Received(String line, HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private ScriptedReceiver(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedReceiver plain() throws IOException {
        return new ScriptedReceiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    static ScriptedReceiver tls(SSLContext context) throws IOException {
        return new ScriptedReceiver(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    static Behaviour status(int status, String... headers) {
        return raw("HTTP/1.1 %d X\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
                .formatted(
                        status,
                        String.join(
                                "",
                                List.of(headers).stream()
                                        .map(header -> header + "\r\n")
                                        .toList())));
    }

    static Behaviour raw(String text) {
        return client -> client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Never ends: the sender must. */
    static Behaviour hang() {
        return client -> client.getInputStream().read();
    }

    /** Begins an answer, and never ends it. */
    static Behaviour stop(int status) {
        return client -> {
            raw("HTTP/1.1 %d X\r\nContent-Length: 100\r\n\r\nx".formatted(status))
                    .answer(client);
            hang().answer(client);
        };
    }

    static Behaviour reset() {
        return client -> client.setSoLinger(true, 0);
    }

    ScriptedReceiver then(Behaviour next) {
        script.add(next);
        return this;
    }

    ScriptedReceiver then(int times, Behaviour next) {
        for (int i = 0; i < times; i++) {
            script.add(next);
        }
        return this;
    }

    ScriptedReceiver always(Behaviour next) {
        usual = next;
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:%d/hook?a=b".formatted(port());
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> ids() {
        return received.stream().map(one -> one.header("webhook-id")).toList();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                connections.incrementAndGet();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            received.add(read(new BufferedInputStream(client.getInputStream())));
            var next = script.poll();
            (next == null ? usual : next).answer(client);
        } catch (IOException e) {
            // The sender has given up, or does not trust us.
        } finally {
            open.remove(client);
        }
    }

    private static Received read(InputStream in) throws IOException {
        var line = line(in);
        var headers = new HashMap<String, List<String>>();
        for (var next = line(in); !next.isEmpty(); next = line(in)) {
            var parts = next.split(": ?", 2);
            headers.computeIfAbsent(parts[0].toLowerCase(), _ -> new ArrayList<>())
                    .add(parts[1]);
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).getFirst());
        return new Received(
                line, HttpHeaders.of(Map.copyOf(headers), (_, _) -> true), new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the request ended");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
