package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Decodes binary frames by the tables of docs/live.md, into what a client that gets JSON would be sent. One for each connection. */
final class BinaryFrames {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([ui])(\\d+) \\| `(\\w+)`.*");
    private static final Map<String, Map<String, Field>> TABLES = tables();

    private final Map<Long, JsonNode> names = new HashMap<>();

    private record Field(int at, boolean signed, int bytes) {
        long read(ByteBuffer frame, int from) {
            long value = signed ? frame.get(from + at) : frame.get(from + at) & 0xFF;
            for (int next = 1; next < bytes; next++) {
                value = value << 8 | frame.get(from + at + next) & 0xFF;
            }
            return value;
        }
    }

    private static Map<String, Map<String, Field>> tables() {
        var tables = new HashMap<String, Map<String, Field>>();
        Map<String, Field> table = new HashMap<>();
        try {
            for (var line : Files.readAllLines(Path.of("docs/live.md"))) {
                if (line.startsWith("| byte | type |")) {
                    table = new LinkedHashMap<>();
                    tables.put(line.split("\\|")[3].strip(), table);
                }
                var row = ROW.matcher(line);
                if (row.matches()) {
                    var field = new Field(
                            Integer.parseInt(row.group(1)),
                            row.group(2).equals("i"),
                            Integer.parseInt(row.group(3)) / 8);
                    table.put(row.group(4), field);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    /** The JSON message that says the same. */
    JsonNode decode(byte[] bytes) {
        var frame = ByteBuffer.wrap(bytes);
        var header = values("header", frame, 0);
        assertThat(header).containsEntry("magic", 0x464CL).containsEntry("version", 1L);
        var vehicles = new ArrayList<JsonNode>();
        int at = Math.toIntExact(header.get("header_bytes"));
        for (int number = 0; number < header.get("count"); number++) {
            vehicles.add(change(values("record", frame, at), header.get("time")));
            at += Math.toIntExact(header.get("stride"));
        }
        assertThat(at).as("the length of the frame").isEqualTo(bytes.length);
        return message(header, vehicles);
    }

    private static Map<String, Long> values(String table, ByteBuffer frame, int from) {
        var values = new HashMap<String, Long>();
        TABLES.get(table).forEach((name, field) -> values.put(name, field.read(frame, from)));
        return values;
    }

    private static JsonNode message(Map<String, Long> header, List<JsonNode> vehicles) {
        var cursor = "%08x.%d.%d".formatted(header.get("epoch"), header.get("tick"), header.get("ordinal"));
        var message = JSON.createObjectNode();
        if (header.get("kind") == 2) {
            message.put("type", "change")
                    .put("cursor", cursor)
                    .putArray("changes")
                    .addAll(vehicles);
            return message;
        }
        assertThat(header).containsEntry("kind", 1L);
        var features = message.put("type", "snapshot")
                .put("cursor", cursor)
                .put("page", header.get("page"))
                .put("last", header.get("last") == 1)
                .putArray("vehicles");
        vehicles.forEach(vehicle -> features.add(vehicle.path("vehicle")));
        return message;
    }

    private JsonNode change(Map<String, Long> values, long time) {
        long flags = values.get("flags");
        var feature = JSON.createObjectNode().put("type", "Feature");
        feature.putObject("geometry")
                .put("type", "Point")
                .putArray("coordinates")
                .add(values.get("lng") / 1e7)
                .add(values.get("lat") / 1e7);
        var properties = (ObjectNode) names.get(values.get("vehicle")).deepCopy();
        properties.remove("vehicle");
        properties
                .put("acc_status", Arrays.asList(null, false, true).get((int) (flags >> 2 & 3)))
                .put("speed", known(values.get("speed"), 0xFFFF, 10))
                .put("direction", known(values.get("direction"), 0xFFFF, 10))
                .put("gps_time", Instant.ofEpochSecond(values.get("gps_time")).toString())
                .put("age_s", time / 1_000 - values.get("gps_time"))
                .put("odometer_km", known(values.get("odometer"), 0xFFFF_FFFFL, 1_000))
                .put("status", List.of("moving", "idle", "parked", "offline").get((int) (flags & 3)));
        feature.set("properties", properties);
        return JSON.createObjectNode()
                .put("kind", (flags >> 4 & 1) == 1 ? "status" : "position")
                .set("vehicle", feature);
    }

    private static Double known(long value, long unknown, double unit) {
        return value == unknown ? null : value / unit;
    }

    /** Takes a dictionary. */
    void learn(JsonNode dictionary) {
        dictionary
                .path("vehicles")
                .forEach(vehicle -> names.put(vehicle.path("vehicle").asLong(), vehicle));
    }

    /** A feature in one form, to be compared: what comes as JSON has the same times and figures in other spellings. Without its age, which changes with time alone. */
    static Map<String, String> plain(JsonNode feature) {
        var plain = new TreeMap<String, String>();
        plain.put("lng", feature.at("/geometry/coordinates/0").asDouble() + "");
        plain.put("lat", feature.at("/geometry/coordinates/1").asDouble() + "");
        feature.path("properties").properties().forEach(property -> {
            var value = property.getValue();
            plain.put(
                    property.getKey(),
                    switch (property.getKey()) {
                        case "gps_time" -> value.asText().substring(0, 19);
                        case "age_s" -> "";
                        default -> value.isNumber() ? value.asDouble() + "" : value.asText();
                    });
        });
        return plain;
    }
}
