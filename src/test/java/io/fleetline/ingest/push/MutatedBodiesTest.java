package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static io.fleetline.ingest.push.PushServer.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Seeded garbage: whatever is sent, the answer is not a 5xx, the books balance, and no memory is leaked. 400 bodies per path; with
 * {@code -Dfleetline.mutated-bodies=10000} a hundred thousand.
 */
class MutatedBodiesTest {
    private static final Logger LOG = Logger.getLogger(MutatedBodiesTest.class);
    private static final int BODIES = Integer.getInteger("fleetline.mutated-bodies", 400);
    private static final String[] VALUES = {
        "null",
        "NaN",
        "-Infinity",
        "1e999",
        "-0",
        "0",
        "1",
        "\"\"",
        "\" \"",
        "true",
        "[]",
        "{}",
        "[1,[2]]",
        "{\"a\":{\"b\":[]}}",
        "123456789012345678901234567890",
        "1e-400",
        "9".repeat(900),
        "9".repeat(2_000),
        "\"'; DROP TABLE tracksolid.trips; --\"",
        "\"<script>alert(1)</script>\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude9a\"",
        "\"2019-01-06 00:00:00\"",
        "\"2026-01-15 21:15:09\"",
        "\"2026-13-45 99:99:99\"",
        "\"2026-1-4 9:5:7\"",
        "1768425309",
        "1768425309000",
        "99999999999999",
        "\"86000000000004\"",
        "\"86000 0000\"",
        "860000000000041.0",
        "\"1,5\"",
        "\"1.5.5\"",
        "\"12km/h\"",
        "\"-1\"",
        "\"--\"",
        "+5",
        "007",
        "\"" + "x".repeat(5_000) + "\"",
        "\"{\\\"lat\\\":\"",
        "\"{\\\"lat\\\":1}\"",
        "\u0001",
        "\"\u0002\"",
        "oops"
    };
    /** The values that break the JSON around them, and more digits than the reader accepts. */
    private static final List<String> BREAKING = List.of(":oops", ":\u0001", "9".repeat(1_001));

    private static final List<String> MERGED = List.of("pushtripreport", "pushgps", "pushalarm");
    private static final int UNCOUNTABLE = -1;
    /** The memory of a path's metrics and a few buffers of the JDK. */
    private static final long MORE_HEAP = 8 << 20;

    private static PushServer server;

    @BeforeAll
    static void start() {
        server = PushServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, pushgps, live.json, position_history",
        "2, pushhb, heartbeat.json, heartbeats",
        "3, pushalarm, jimi.json, alarms",
        "4, pushevent, login.json, device_events",
        "5, pushobd, nested.json, obd_readings",
        "6, pushtripreport, trip.json, trips",
        "7, pushoil, unit-behind.json, fuel_readings",
        "8, pushtem, humidity.json, temperature_readings",
        "9, pushlbs, cells.json, lbs_readings",
        "10, pushfaultinfo, two-codes.json, fault_codes"
    })
    void noRubbishIsAFaultOfOurs(long seed, String path, String file, String table) {
        server.empty();
        var random = new Random(seed);
        var names = names(FamiliesTest.captured(path + "/" + file));
        var warmUp = BODIES / 4;
        send(warmUp, path, random, names);
        var before = heap();
        send(BODIES - warmUp, path, random, names);
        var after = heap();
        LOG.infof("%s: %d bodies, heap %d kB before, %d kB after", path, BODIES, before >> 10, after >> 10);
        assertThat(after - before).as("heap grew").isLessThan(MORE_HEAP);
        var books = server.books("/" + path, "tracksolid." + table);
        assertThat(books.received()).isEqualTo(books.inserted() + books.known() + books.rejected());
        // A trip, a fix or an alarm that is sent again may have more content than before: it is changed, and counts as
        // inserted
        // again.
        assertThat(books.rows()).isPositive().isLessThanOrEqualTo(books.inserted());
        assertThat(books.inserted() - books.rows()).isLessThanOrEqualTo(MERGED.contains(path) ? BODIES : 0);
        assertThat(books.rejected()).isEqualTo(books.deadLetters()).isPositive();
        assertThat(server.row("SELECT count(*) FROM infrastructure.dead_letters WHERE reason = 'mapper failed'"))
                .isEqualTo("0");
        assertThat(server.row("SELECT count(*) FROM infrastructure.dead_letters WHERE position('%s' in payload) > 0"
                        .formatted(TOKEN)))
                .isEqualTo("0");
    }

    private static void send(int bodies, String path, Random random, Map<String, String> names) {
        var received = server.registry.counter("fleetline.push.received.items", "path", "/" + path);
        for (var i = 0; i < bodies; i++) {
            var before = received.count();
            var sent = sent(random, names);
            var body = sent.bytes;
            var answer = server.send(server.request("/" + path, "text/plain").POST(BodyPublishers.ofByteArray(body)));
            assertThat(answer.statusCode())
                    .as(() -> new String(body, StandardCharsets.ISO_8859_1))
                    .isIn(200, 401, 413);
            assertThat(answer.body()).startsWith("{\"code\":").doesNotContain("Exception", "at io.fleetline");
            if (sent.items != UNCOUNTABLE) {
                assertThat(received.count() - before).isEqualTo(sent.items);
            }
        }
    }

    /** Live memory, bytes. */
    private static long heap() {
        server.store.log().flush();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Map<String, String> names(String captured) {
        var names = new LinkedHashMap<String, String>();
        var pairs = Pattern.compile("\"(\\w+)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[-\\w.]+)")
                .matcher(captured);
        while (pairs.find()) {
            names.put(pairs.group(1), pairs.group(2));
        }
        return names;
    }

    /** @param items the number of items in it; unknown if the JSON is broken */
    private record Sent(byte[] bytes, int items) {}

    private static Sent sent(Random random, Map<String, String> names) {
        var items = new ArrayList<String>();
        for (var n = 1 + random.nextInt(5); n > 0; n--) {
            items.add(item(random, names));
        }
        var list = "[" + String.join(",", items) + "]";
        var text = random.nextBoolean()
                ? "{\"token\":\"" + TOKEN + "\",\"data_list\":" + list + "}"
                : "token=" + TOKEN + "&data_list=" + encoded(list);
        var whole = text.getBytes(StandardCharsets.UTF_8);
        var damaged = damaged(random, whole.clone());
        var sound = Arrays.equals(whole, damaged) && BREAKING.stream().noneMatch(list::contains);
        return new Sent(damaged, sound ? items.size() : UNCOUNTABLE);
    }

    private static String item(Random random, Map<String, String> names) {
        if (random.nextInt(40) == 0) {
            return "{\"a\":".repeat(300) + "1" + "}".repeat(300);
        }
        var fields = new ArrayList<Map.Entry<String, String>>(names.entrySet());
        Collections.shuffle(fields, random);
        return fields.stream()
                .filter(field -> random.nextInt(30) > 0)
                .map(field -> "\"" + field.getKey() + "\":" + value(random, field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, String usual) {
        return random.nextInt(20) == 0 ? VALUES[random.nextInt(VALUES.length)] : usual;
    }

    /** After the token: a byte flipped, a piece removed, or the end cut off. */
    private static byte[] damaged(Random random, byte[] body) {
        var first = 40;
        var at = first + random.nextInt(body.length - first);
        return switch (random.nextInt(8)) {
            case 0 -> {
                body[at] = (byte) random.nextInt(256);
                yield body;
            }
            case 1 -> Arrays.copyOf(body, at);
            case 2 -> without(body, at, random.nextInt(10));
            default -> body;
        };
    }

    private static byte[] without(byte[] body, int at, int length) {
        var end = Math.min(body.length, at + length);
        var bytes = Arrays.copyOf(body, body.length - (end - at));
        System.arraycopy(body, end, bytes, at, body.length - end);
        return bytes;
    }
}
