package io.fleetline.read.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.change.LogPosition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message to a client: a JSON object on one line, or vehicles as {@link BinaryVehicles} writes them.
 *
 * @param cursor where a client goes on that has got this frame; null: the frame does not change that
 * @param json empty for a binary frame
 * @param binary null for JSON
 */
record FeedFrame(String type, @Nullable LogPosition cursor, String json, byte @Nullable [] binary) {
    /** Clients may rely on what a version has; a later one only adds to it. */
    private static final int VERSION = 1;

    FeedFrame(String type, @Nullable LogPosition cursor, String json) {
        this(type, cursor, json, null);
    }

    static FeedFrame binary(String type, LogPosition cursor, byte[] frame) {
        return new FeedFrame(type, cursor, "", frame);
    }

    /** @param vehicles JSON objects */
    static FeedFrame dictionary(List<String> vehicles) {
        return new FeedFrame("dictionary", null, """
                {"type":"dictionary","vehicles":[%s]}""".formatted(String.join(",", vehicles)));
    }

    /** Bytes or characters. */
    int length() {
        return binary == null ? json.length() : binary.length;
    }

    static FeedFrame hello(LogPosition cursor, int heartbeatSeconds) {
        return of(
                "hello",
                null,
                head("hello")
                        .put("version", VERSION)
                        .put("cursor", cursor.toString())
                        .put("heartbeat_s", heartbeatSeconds));
    }

    /**
     * @param number from 1; the first page replaces all vehicles that the client knows
     * @param features GeoJSON
     */
    static FeedFrame snapshot(LogPosition cursor, int number, boolean isLast, List<String> features) {
        return new FeedFrame("snapshot", cursor, """
                {"type":"snapshot","cursor":"%s","page":%d,"last":%b,"vehicles":[%s]}""".formatted(cursor, number, isLast, String.join(",", features)));
    }

    /** @param changes JSON objects */
    static FeedFrame change(LogPosition cursor, List<String> changes) {
        return new FeedFrame("change", cursor, """
                {"type":"change","cursor":"%s","changes":[%s]}""".formatted(cursor, String.join(",", changes)));
    }

    static FeedFrame out(LogPosition cursor, Collection<String> imeis) {
        var quoted = imeis.stream().map(FeedFrame::quoted).collect(Collectors.joining(","));
        return new FeedFrame("out", cursor, """
                {"type":"out","cursor":"%s","imeis":[%s]}""".formatted(cursor, quoted));
    }

    static FeedFrame tick(LogPosition cursor, Instant at) {
        return of("tick", cursor, head("tick").put("cursor", cursor.toString()).put("at", at.toString()));
    }

    static FeedFrame reset(LogPosition cursor, String reason) {
        return of(
                "reset", cursor, head("reset").put("cursor", cursor.toString()).put("reason", reason));
    }

    static FeedFrame pong() {
        return of("pong", null, head("pong"));
    }

    static FeedFrame error(FeedProblem problem) {
        return of("error", null, head("error").put("culprit", problem.culprit()).put("detail", problem.getMessage()));
    }

    private static ObjectNode head(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static FeedFrame of(String type, @Nullable LogPosition cursor, ObjectNode json) {
        return new FeedFrame(type, cursor, json.toString());
    }

    /** As a JSON text. */
    static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
