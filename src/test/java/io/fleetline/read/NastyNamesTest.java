package io.fleetline.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every value that the filters offer can be requested, in every encoding and from every endpoint, and returns exactly its vehicles. Names are
 * generated from nasty pieces; {@code -Dfleetline.names.vehicles} makes the fleet larger.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class NastyNamesTest {
    private static final int VEHICLES = Integer.getInteger("fleetline.names.vehicles", 10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The list of /analytics/filters for each filter. */
    private static final Map<String, String> LISTS = new TreeMap<>(Map.of(
            "cost_centre", "cost_centres",
            "assigned_city", "cities",
            "vehicle_type", "vehicle_types",
            "fleet_segment", "segments",
            "driver_name", "drivers",
            "vehicle_number", "vehicles",
            "imei", "vehicles"));

    private static final List<String> PIECES = List.of(
            ",",
            ", ",
            "North",
            "West",
            "N",
            " ",
            "\u00a0",
            "\u2003",
            "/",
            "//",
            "..",
            "%",
            "%2C",
            "%00",
            "+",
            "&",
            "=",
            "?",
            "#",
            ";",
            "\"",
            "'",
            "\\",
            "\\,",
            "[]",
            "[0]",
            "<b>",
            "caf\u00e9",
            "cafe\u0301",
            "\u1e9b\u0323",
            "\ud83d\ude9a",
            "\u0645\u0631",
            "\uff1d",
            "null",
            "on",
            "*",
            "_",
            "$1",
            "{x}",
            "\n",
            "\t",
            "\u0001",
            "\ufeff",
            "-",
            "--",
            "{\"a\":1}",
            "0",
            "a".repeat(120));

    private static final List<String> NAMES = List.of(
            "North",
            "West",
            "North, West",
            "North,West",
            ",",
            ",,",
            "North,",
            ",West",
            " North",
            "Caf\u00e9, West",
            "Cafe\u0301, West ",
            "50% + 3/4",
            "\"a\",\"b\"",
            "a\\,b");

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    @TestHTTPResource
    URI address;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> fleet = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyOptionGivesExactlyItsVehicles(long seed) throws Exception {
        var random = new Random(seed);
        makeFleet(random);
        var offered = json(
                HttpRequest.newBuilder(address.resolve("/analytics/filters")).build());
        for (var filter : LISTS.entrySet()) {
            var options = options(offered, filter.getKey(), filter.getValue());
            assertThat(options).as("options of %s", filter.getKey()).isEqualTo(known(filter.getKey()));
            for (var option : options) {
                check(filter.getKey(), List.of(option), options);
                var otherwise = Normalizer.normalize(option, Form.NFD);
                if (!otherwise.equals(option)) {
                    check(filter.getKey(), List.of(otherwise), options);
                }
            }
            for (int i = 0; i < 3; i++) {
                var some = drawn(random, options);
                check(filter.getKey(), some, options);
                check(filter.getKey(), List.of(String.join(random.nextBoolean() ? "," : " , ", some)), options);
            }
        }
    }

    private void check(String filter, List<String> texts, Set<String> options) throws Exception {
        var wanted =
                texts.stream().flatMap(text -> read(text, options).stream()).toList();
        var expected = fleet.entrySet().stream()
                .filter(vehicle ->
                        wanted.isEmpty() || wanted.contains(vehicle.getValue().get(filter)))
                .map(Map.Entry::getKey)
                .toList();
        for (var question : questions(filter, texts).entrySet()) {
            assertThat(imeis(json(question.getValue())))
                    .as("%s of %s by %s", filter, texts, question.getKey())
                    .isEqualTo(expected);
        }
    }

    /** From left to right the longest existing name; otherwise the text between two commas. */
    private static List<String> read(String text, Set<String> options) {
        for (int end = text.length(); end > 0; end--) {
            boolean whole = end == text.length() || text.charAt(end) == ',';
            var name = spelled(text.substring(0, end));
            boolean hasNoComma = text.substring(0, end).indexOf(',') < 0;
            if (whole && (hasNoComma || options.contains(name))) {
                var rest = end == text.length() ? List.<String>of() : read(text.substring(end + 1), options);
                return Stream.concat(Stream.of(name).filter(n -> !n.isEmpty()), rest.stream())
                        .toList();
            }
        }
        return text.startsWith(",") ? read(text.substring(1), options) : List.of();
    }

    private static String spelled(String text) {
        return Normalizer.normalize(text, Form.NFC).replaceAll("^[\\p{IsWhite_Space}]+|[\\p{IsWhite_Space}]+$", "");
    }

    /** The same question in every encoding. */
    private Map<String, HttpRequest> questions(String filter, List<String> texts) throws IOException {
        var questions = new LinkedHashMap<String, HttpRequest>();
        var day = Map.of("from", List.of("2026-03-10"), "to", List.of("2026-03-10"));
        for (var path : List.of(
                "webhook/live-positions",
                "analytics/fleet-summary",
                "ogc/collections/live-positions/items",
                "ogc/collections/trips/items")) {
            questions.put(path, get(path, filter, texts));
        }
        questions.put("live positions by brackets", get("webhook/live-positions", filter + "[]", texts));
        questions.put("figures by PHP's brackets", get("analytics/fleet-summary", filter + "[0]", texts));
        questions.put("OGC by brackets", get("ogc/collections/trips/items", filter + "[]", texts));
        questions.put("form", form(day, filter, texts));
        questions.put("form with brackets", form(day, filter + "[]", texts));
        questions.put("JSON", jsonBody(day, filter, texts));
        questions.put(
                "the query of a form",
                post("?" + query(filter, texts), "application/x-www-form-urlencoded", pairs(day)));
        return questions;
    }

    private HttpRequest get(String path, String name, List<String> texts) {
        var limit = path.startsWith("ogc") ? "&limit=1000" : "";
        return HttpRequest.newBuilder(address.resolve("/" + path + "?" + query(name, texts) + limit))
                .build();
    }

    private HttpRequest form(Map<String, List<String>> day, String name, List<String> texts) {
        return post("", "application/x-www-form-urlencoded", pairs(day) + "&" + query(name, texts));
    }

    private HttpRequest jsonBody(Map<String, List<String>> day, String name, List<String> texts) throws IOException {
        var body = new TreeMap<String, Object>();
        day.forEach((key, value) -> body.put(key, value.getFirst()));
        body.put(name, texts.size() == 1 ? texts.getFirst() : texts);
        return post("", "application/json", JSON.writeValueAsString(body));
    }

    private HttpRequest post(String query, String type, String body) {
        return HttpRequest.newBuilder(address.resolve("/webhook/fleet-dashboard" + query))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String pairs(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> query(parameter.getKey(), parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String query(String name, List<String> texts) {
        return texts.stream().map(text -> encoded(name) + "=" + encoded(text)).collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s: %s", request.uri(), answer.body())
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> imeis(JsonNode answer) {
        var rows = answer.has("by_vehicle")
                ? answer.path("by_vehicle")
                : answer.has("geojson") ? answer.at("/geojson/features") : answer.path("features");
        return rows.valueStream()
                .map(row -> row.has("imei") ? row.path("imei") : row.at("/properties/imei"))
                .map(JsonNode::asText)
                .sorted()
                .toList();
    }

    private static Set<String> options(JsonNode offered, String filter, String list) {
        return offered.path(list)
                .valueStream()
                .map(option -> option.path(filter))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> known(String filter) {
        return fleet.values().stream()
                .map(vehicle -> vehicle.get(filter))
                .filter(name -> name != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> drawn(Random random, Set<String> options) {
        var all = new ArrayList<>(options);
        return random.ints(1 + random.nextInt(3), 0, all.size())
                .mapToObj(all::get)
                .toList();
    }

    /** Each vehicle has a position and a trip. */
    private void makeFleet(Random random) {
        fleet.clear();
        var fixture = new FleetFixture(database);
        fixture.clear();
        var columns =
                LISTS.keySet().stream().filter(name -> !name.equals("imei")).toList();
        var pools = columns.stream().collect(Collectors.toMap(Function.identity(), column -> pool(random)));
        Jdbi.create(database).useHandle(handle -> {
            for (int i = 0; i < VEHICLES; i++) {
                var imei = "8600000000%05d".formatted(i);
                var vehicle = new TreeMap<String, String>(Map.of("imei", imei));
                var insert = handle.createUpdate("INSERT INTO tracksolid.devices (imei, %s) VALUES (:imei, :%s)"
                        .formatted(String.join(", ", columns), String.join(", :", columns)));
                for (var column : columns) {
                    var name = pools.get(column)
                            .get(random.nextInt(pools.get(column).size()));
                    insert.bind(column, name);
                    if (!spelled(name).isEmpty()) {
                        vehicle.put(column, spelled(name));
                    }
                }
                insert.bind("imei", imei).execute();
                fleet.put(imei, vehicle);
            }
        });
        fixture.sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, acc_status, source, gps_time)
            SELECT imei, 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 0, true, 'poll', now() FROM tracksolid.devices;
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, source)
            SELECT imei, '2026-03-10 12:00+03', '2026-03-10 12:20+03', ST_Point(36.75, -1.25, 4326), ST_Point(36.5, -1.5, 4326), 1, 'poll'
            FROM tracksolid.devices;
            REFRESH MATERIALIZED VIEW reporting.v_trips
            """);
        clock.pause();
    }

    /** Few values, so that vehicles share them. */
    private static List<String> pool(Random random) {
        return Stream.generate(() -> name(random)).limit(7).toList();
    }

    private static String name(Random random) {
        if (random.nextInt(2) == 0) {
            return NAMES.get(random.nextInt(NAMES.size()));
        }
        return random.ints(1 + random.nextInt(4), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }
}
