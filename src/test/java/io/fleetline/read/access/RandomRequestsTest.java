package io.fleetline.read.access;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.TableContents;
import io.fleetline.read.FleetFixture;
import io.fleetline.service.RunningEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random requests with a token of one cost centre: no 5xx, nothing of another cost centre, nothing
 * written. In full: {@code -Dfleetline.random.requests=20000}.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class RandomRequestsTest {
    private static final int REQUESTS = Integer.getInteger("fleetline.random.requests", 2_000);
    private static final long SEED = Long.getLong("fleetline.random.seed", 4);
    /** A URL that our code never sees; over HTTP/2 it counts as a header. */
    private static final Set<Integer> TOO_LONG = Set.of(414, 431);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In all data of the other cost centre. */
    private static final Pattern FOREIGN = Pattern.compile("8699\\d{11}|SECRET|Secret");

    @Inject
    AgroalDataSource database;

    @Inject
    RunningEvents events;

    @TestHTTPResource
    URI address;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void nothingBreaksNothingLeaksNothingIsWritten() throws Exception {
        twoCostCentres();
        events.start();
        var token = new TestTokens(database).make("North");
        var requests = new RandomRequests(
                SEED, address, JSON.readTree(get("/openapi.json").asString()));
        assertThat(requests.operations()).hasSizeGreaterThan(4);
        var before = TableContents.of(Jdbi.create(database));
        // Over HTTP/2 the server has closed a connection with some thousand such requests, as against a flood of
        // resets.
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(http, requests.next(), token, "request %d of seed %d".formatted(i, SEED));
            }
        }
        assertThat(TableContents.of(Jdbi.create(database))).isEqualTo(before);
        System.out.println("random requests: " + outcomes);
        assertThat(outcomes.get("200")).as("so many were sensible").isGreaterThan(REQUESTS / 10);
    }

    private void ask(HttpClient http, HttpRequest request, String token, String which) throws Exception {
        var withToken = HttpRequest.newBuilder(request, (_, _) -> true)
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
        var answer = http.send(withToken, BodyHandlers.ofString());
        outcomes.merge(String.valueOf(answer.statusCode()), 1, Integer::sum);
        var as = "%s: %s → %s %s".formatted(which, request, answer.statusCode(), answer.body());
        assertThat(answer.statusCode()).as(as).isBetween(200, 499).isNotEqualTo(401);
        if (TOO_LONG.contains(answer.statusCode())) {
            assertThat(answer.body()).as(as).isEmpty();
        } else if (answer.statusCode() >= 400) {
            assertProblem(request, answer, as);
        } else {
            assertThat(isForeign(answer)).as(as).isFalse();
        }
    }

    private static void assertProblem(HttpRequest request, HttpResponse<String> answer, String as) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(as)
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        if (!request.method().equals("HEAD")) {
            assertThat(JSON.readTree(answer.body()).path("status").asInt())
                    .as(as)
                    .isEqualTo(answer.statusCode());
        }
        assertThat(answer.body()).as(as).doesNotContain("Exception", "\tat ", "org.postgresql", "io.fleetline");
    }

    private static boolean isForeign(HttpResponse<String> answer) throws Exception {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        return type.contains("json") && !answer.body().isEmpty()
                ? isForeign(JSON.readTree(answer.body()))
                : FOREIGN.matcher(answer.body()).find();
    }

    /** Links repeat the request. */
    private static boolean isForeign(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .anyMatch(field -> !field.getKey().equals("links") && isForeign(field.getValue()));
        } else if (node.isArray()) {
            return node.valueStream().anyMatch(RandomRequestsTest::isForeign);
        }
        return FOREIGN.matcher(node.asText()).find();
    }

    /** Two vehicles each, with data for every endpoint. */
    private void twoCostCentres() {
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city)
            SELECT centre.imei || n, centre.word || ' ' || n, centre.word, 'van', 'delivery', centre.word, centre.name, 'Nairobi'
            FROM (VALUES ('86000000000000', 'KDA', 'North'), ('86990000000000', 'SECRET', 'Secret')) AS centre(imei, word, name), generate_series(1, 2) n
            """);
        fixture.sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, direction, acc_status, source, gps_time)
            SELECT imei, 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 42, 90, true, 'poll', now() FROM tracksolid.devices
            """);
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, source)
            SELECT imei, at, 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 42, 'poll'
            FROM tracksolid.devices, generate_series(TIMESTAMPTZ '2026-05-25 00:00Z', '2026-05-31 00:00Z', '6 hours') at
            ON CONFLICT DO NOTHING
            """);
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, start_address, source)
            SELECT imei, at, at + INTERVAL '1 hour', ST_Point(36.75, -1.25, 4326), ST_Point(36.5, -1.5, 4326), 10, vehicle_name, 'poll'
            FROM tracksolid.devices, generate_series(TIMESTAMPTZ '2026-05-25 06:00Z', '2026-05-31 06:00Z', '1 day') at
            """);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
    }
}
