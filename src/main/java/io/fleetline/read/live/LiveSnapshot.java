package io.fleetline.read.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.Caller;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The whole live map at one time, and the answers made from it. */
final class LiveSnapshot {
    private static final int KEPT_ANSWERS = 256;
    private static final long KEPT_BYTES = 32L << 20;

    private static final byte[] HEAD = "{\"summary\":".getBytes(UTF_8);
    private static final byte[] FEATURES =
            ",\"geojson\":{\"type\":\"FeatureCollection\",\"features\":[".getBytes(UTF_8);
    private static final byte[] TAIL = "]}}".getBytes(UTF_8);

    private final Instant loadedAt;
    private final String asOf;
    private final List<LiveVehicle> vehicles;
    private final LiveAnswer everything;
    private final ConcurrentHashMap<LiveQuestion, LiveAnswer> answers = new ConcurrentHashMap<>();
    private final AtomicLong keptBytes = new AtomicLong();

    /**
     * @param loadedAt when the database was queried, by our clock
     * @param asOf the time by the database's clock, as in JSON
     * @param vehicles the vehicles, in the order of the answer
     */
    LiveSnapshot(Instant loadedAt, String asOf, List<LiveVehicle> vehicles) {
        this.loadedAt = loadedAt;
        this.asOf = asOf;
        this.vehicles = vehicles;
        this.everything = made(vehicles);
        everything.compress();
    }

    Instant loadedAt() {
        return loadedAt;
    }

    /** The vehicles that a request selects. */
    LiveQuestion question(Map<String, List<String>> given, Caller caller) {
        return LiveQuestion.of(given, caller, () -> LiveVehicle.namesWithComma(vehicles, caller));
    }

    /** The answer for all vehicles is ready; any other is built once per question. */
    LiveAnswer answer(LiveQuestion question) {
        if (question.isForAll()) {
            return everything;
        }
        var known = answers.get(question);
        if (known != null) {
            return known;
        }
        var answer = made(vehicles.stream().filter(question::admits).toList());
        if (answers.size() < KEPT_ANSWERS && keptBytes.addAndGet(answer.length()) <= KEPT_BYTES) {
            answers.put(question, answer);
        }
        return answer;
    }

    private LiveAnswer made(List<LiveVehicle> shown) {
        var summary = new LiveSummary();
        shown.forEach(summary::add);
        var features = new ArrayList<byte[]>(shown.size());
        int length = 0;
        for (var vehicle : shown) {
            if (vehicle.feature() != null) {
                features.add(vehicle.feature());
                length += vehicle.feature().length + 1;
            }
        }
        return new LiveAnswer(joined(summary.json(asOf), features, length));
    }

    private static byte[] joined(byte[] summary, List<byte[]> features, int length) {
        var body = new ByteArrayOutputStream(HEAD.length + summary.length + FEATURES.length + length + TAIL.length);
        body.writeBytes(HEAD);
        body.writeBytes(summary);
        body.writeBytes(FEATURES);
        for (int i = 0; i < features.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(features.get(i));
        }
        body.writeBytes(TAIL);
        return body.toByteArray();
    }
}
