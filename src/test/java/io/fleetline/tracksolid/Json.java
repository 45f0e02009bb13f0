package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** JSON for tests, written with single quotes, and the captured replies. */
final class Json {
    static final Call CALL = new Call("jimi.some.method", "fleetdemo", Map.of(), Duration.ofSeconds(1), false);

    private Json() {}

    static Wire row(String json) {
        return Wire.of(rows(json).list().get(0));
    }

    /** The rows of a reply with this list. */
    static ReplyRows rows(String json) {
        return envelope("{'code':0,'result':[%s]}".formatted(json)).resultRows();
    }

    static Envelope envelope(String json) {
        return Envelope.read(CALL, json.replace('\'', '"').getBytes(UTF_8)).orElseThrow();
    }

    static Envelope captured(String name) {
        return Envelope.read(CALL, capturedText(name).getBytes(UTF_8)).orElseThrow();
    }

    static String capturedText(String name) {
        try (var file = Json.class.getResourceAsStream("/captured/tracksolid/" + name + ".json")) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
