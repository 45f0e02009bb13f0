package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A client at {@code /live}. */
public final class LiveSocket implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_S = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Timed> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream partialBinary = new ByteArrayOutputStream();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private final boolean reads;
    private volatile int closeCode;
    private String cursor = "";

    /** @param headers names and values in turn */
    public LiveSocket(URI address, String... headers) {
        this(address, true, headers);
    }

    /** @param reads whether it takes what it is sent, unless asked by {@link #read} */
    LiveSocket(URI address, boolean reads, String... headers) {
        this.reads = reads;
        var builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(PATIENCE_S));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        var scheme = URI.create(address.toString().replaceFirst("^http", "ws"));
        this.socket = builder.buildAsync(scheme, this).join();
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(new Timed(tree(partial.toString()), System.nanoTime()));
            partial.setLength(0);
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    /** Among the other frames, an empty object stands for it. */
    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            partialBinary.write(data.get());
        }
        if (last) {
            binaries.add(partialBinary.toByteArray());
            frames.add(new Timed(JSON.createObjectNode(), System.nanoTime()));
            partialBinary.reset();
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable problem) {
        closeCode = -1;
    }

    /** From now on it takes all. */
    void read() {
        socket.request(Long.MAX_VALUE);
    }

    public void send(String message) {
        socket.sendText(message, true).join();
    }

    /** A frame, and when it came. */
    public record Timed(JsonNode json, long nanos) {}

    /** The next frame. */
    public JsonNode next() {
        return nextTimed().json();
    }

    public Timed nextTimed() {
        try {
            var frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %d s", PATIENCE_S).isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public JsonNode next(String type) {
        var frame = next();
        assertThat(frame.path("type").asText()).as(frame.toString()).isEqualTo(type);
        return frame;
    }

    /** The next frame, which must be a binary one. */
    byte[] nextBinary() {
        var frame = next();
        assertThat(frame).as("a binary frame").isEmpty();
        return binaries.remove();
    }

    /** The next frame, in JSON if it is a binary one. A dictionary is learnt. */
    JsonNode nextOfEither(BinaryFrames decoder) {
        var frame = next();
        if (frame.path("type").asText().equals("dictionary")) {
            decoder.learn(frame);
        }
        return frame.isEmpty() ? decoder.decode(binaries.remove()) : frame;
    }

    /** The next changes, in however many frames they come. */
    public List<JsonNode> changes(int count) {
        return some("change", "changes", count);
    }

    /** The IMEIs of the next vehicles that are out. */
    public List<String> outs(int count) {
        return some("out", "imeis", count).stream()
                .map(JsonNode::asText)
                .sorted()
                .toList();
    }

    /** The frames with the next changes. */
    List<JsonNode> changeFrames(int count) {
        var frames = new ArrayList<JsonNode>();
        for (int seen = 0;
                seen < count;
                seen += frames.getLast().path("changes").size()) {
            frames.add(next("change"));
        }
        return frames;
    }

    private List<JsonNode> some(String type, String field, int count) {
        var some = new ArrayList<JsonNode>();
        while (some.size() < count) {
            var frame = next(type);
            frame.path(field).forEach(some::add);
            cursor = frame.path("cursor").asText();
        }
        assertThat(some).hasSize(count);
        return some;
    }

    /** The distances of the next trips in kilometres; snapshots are passed over. */
    public List<Integer> trips(int count) {
        var distances = new ArrayList<Integer>();
        while (distances.size() < count) {
            next().path("changes")
                    .forEach(change -> distances.add(change.path("distance_km").asInt()));
        }
        return distances;
    }

    /** Of the last frame with changes. */
    public String cursor() {
        return cursor;
    }

    /** Subscribes, and returns the first page of the snapshot. */
    public JsonNode subscribe(String fields) {
        next("hello");
        send("{\"type\":\"subscribe\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        return next("snapshot");
    }

    public static List<String> imeis(JsonNode snapshot) {
        return StreamSupport.stream(snapshot.path("vehicles").spliterator(), false)
                .map(feature -> feature.at("/properties/imei").asText())
                .toList();
    }

    /** Awaits its end by the service. */
    public int closeCode() {
        await().until(() -> closeCode != 0);
        return closeCode;
    }

    int waiting() {
        return frames.size();
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
