package io.fleetline.events;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import io.fleetline.service.RunningEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the old orchestrator, and hostile ones. Readers need no token here. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class IngestTest {
    private static final String EMERGENCY = """
            {"patient_id": 7, "alert": "emergency", "location": "Uhuru Park", "ward": {"floor": 3}}""";

    @Inject
    AgroalDataSource database;

    @Inject
    RunningEvents events;

    @TestHTTPResource
    URI address;

    private String token;

    @BeforeAll
    void start() {
        events.start();
        token = new TestTokens(database).makeWith(Right.EVENTS);
    }

    @BeforeEach
    void forget() {
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("DELETE FROM events.events");
            handle.execute("DELETE FROM events.dedupe");
        });
    }

    private ValidatableResponse send(String path, String body) {
        return TestTokens.with(given(), token)
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post(path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return TestTokens.with(given(), token).get(path).then();
    }

    @Test
    void aHealthEmergency() {
        var answer = send("/ingest/health", EMERGENCY)
                .statusCode(200)
                .contentType("application/json")
                .body("size()", equalTo(2))
                .body("derived_events", hasSize(2))
                .extract()
                .jsonPath();
        var id = answer.getString("stored_event_id");
        get("/events")
                .statusCode(200)
                .body("service", contains("security", "transport", "health"))
                .body("[2].size()", equalTo(8))
                .body("[2].id", equalTo(id))
                .body("[2].payload.ward.floor", equalTo(3))
                .body("[2].normalized_payload.size()", equalTo(3))
                .body("[2].deduplication_key", equalTo(null))
                .body("[2].source_event_id", equalTo(null))
                .body("[1].id", equalTo(answer.getString("derived_events[0]")))
                .body("[1].source_event_id", equalTo(id))
                .body("[1].deduplication_key", equalTo("health_emergency_7"))
                .body("[1].payload.size()", equalTo(4))
                .body("[1].payload.action", equalTo("dispatch_nearest_vehicle"))
                .body("[1].payload.reason", equalTo("health_emergency"))
                .body("[1].payload.location", equalTo("Uhuru Park"))
                .body("[1].payload.patient_id", equalTo(7))
                .body("[0].deduplication_key", equalTo("health_emergency_7"))
                .body("[0].payload.size()", equalTo(5))
                .body("[0].payload.priority", equalTo("high"))
                .body("[0].payload.action", equalTo("escort_and_clear_traffic"))
                .body("[0].payload.reason", equalTo("health_emergency"))
                .body("[0].payload.location", equalTo("Uhuru Park"))
                .body("[0].payload.patient_id", equalTo(7));
    }

    @Test
    void energyTransportAndSecurity() {
        send("/ingest/energy", "{\"energy\": 500.0, \"neighborhood\": \"Karen\"}")
                .statusCode(200)
                .body("derived_events", empty());
        send("/ingest/energy", "{\"energy\": 500.01, \"neighborhood\": \"Karen\"}")
                .statusCode(200)
                .body("derived_events", hasSize(1));
        get("/events?service=security")
                .body("[0].payload.alert", equalTo("possible_risk"))
                .body("[0].payload.reason", equalTo("critical_energy_usage"))
                .body("[0].payload.neighborhood", equalTo("Karen"))
                .body("[0].payload.energy", equalTo(500.01f))
                .body("[0].deduplication_key", equalTo("critical_energy_usage_Karen"));
        send("/ingest/transport", "{\"bus_id\": 12, \"lat\": -1.2921, \"lon\": 36.8219}")
                .statusCode(200)
                .body("derived_events", empty());
        send("/ingest/security", "{\"alert\": true, \"camera_trigger\": \"gate 4\"}")
                .statusCode(200)
                .body("derived_events", empty());
        send("/ingest/health", "{}").statusCode(200).body("derived_events", empty());
    }

    @Test
    void theSameKeyIsTheSameEvent() {
        var first = send("/ingest/health?dedupe_key=h-1", EMERGENCY)
                .statusCode(200)
                .extract()
                .asString();
        assertThat(send("/ingest/health?dedupe_key=h-1", EMERGENCY)
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(first);
        for (var header : List.of("h-1", "\"h-1\"")) {
            TestTokens.with(given(), token)
                    .header("Idempotency-Key", header)
                    .body(EMERGENCY)
                    .post("/ingest/health")
                    .then()
                    .statusCode(200)
                    .body(equalTo(first));
        }
        send("/ingest/health?dedupe_key=h-1", "{\"patient_id\": 8}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", startsWith("the key 'h-1' is that of the event "));
        TestTokens.with(given(), token)
                .header("Idempotency-Key", "other")
                .body(EMERGENCY)
                .post("/ingest/health?dedupe_key=h-1")
                .then()
                .statusCode(400);
        get("/events?key=h-1").body("size()", equalTo(1));
    }

    @Test
    void anUnknownServiceIsToldTheKnownOnes() {
        for (var service : List.of("traffic", "fleet", "HEALTH", "%3Cscript%3E")) {
            given().urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + token)
                    .body("{}")
                    .post("/ingest/" + service)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("services", contains("energy", "health", "security", "transport"))
                    .body("detail", containsString("energy, health, security, transport"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health    | {"patient_id": "7"}             | patient_id
            health    | {"patient_id": 7.5}             | patient_id
            health    | {"alert": true}                 | alert
            health    | {"location": {"lat": 1}}        | location
            energy    | {"energy": "500"}               | energy
            energy    | {"neighborhood": 5}             | neighborhood
            transport | {"bus_id": []}                  | bus_id
            transport | {"lat": "x"}                    | lat
            transport | {"lon": false}                  | lon
            security  | {"alert": "true"}               | alert
            security  | {"camera_trigger": 1}           | camera_trigger
            energy    | {"energy": 1e999999999}         | energy
            energy    | {"energy": 1e-400}              | energy
            health    | {"alert": "\\u0000"}             | alert
            health    | {"extra": {"a": ["\\ud800"]}}    | extra
            """)
    void aWrongValueNamesItsField(String service, String body, String field) {
        send("/ingest/" + service, body)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field))
                .body("detail", startsWith(field + " "));
        get("/events").body("size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\": 1} {}",
                "{\"a\": 1, \"a\": 2}",
                "{'a': 1}",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "\"\\u00\"",
                "{\"a\": tru"
            })
    void whatIsNoJsonIsRefused(String body) {
        send("/ingest/health", body).statusCode(400).body("detail", startsWith("the body is not JSON"));
    }

    @Test
    void otherHostileBodies() throws Exception {
        send("/ingest/health", "[]").statusCode(422);
        send("/ingest/health", "null").statusCode(422);
        send("/ingest/health", "{\"a\": " + "[".repeat(50_000) + "}").statusCode(400);
        send("/ingest/health", "{\"a\": " + "9".repeat(5_000) + "}").statusCode(400);
        send("/ingest/health", "{\"a\": \"" + "x".repeat(65_536) + "\"}").statusCode(413);
        send("/ingest/health?dedupe_key=" + "k".repeat(201), "{}").statusCode(400);
        TestTokens.with(given(), token)
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(415);
        TestTokens.with(given(), token)
                .body(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'})
                .post("/ingest/health")
                .then()
                .statusCode(400);
        get("/ingest/health").statusCode(405).header("Allow", "POST");
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve("/ingest/health?dedupe_key=%zz"))
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(400);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("Malformed escape");
        }
        get("/events").body("size()", equalTo(0));
    }

    @Test
    void whoMay() {
        var tokens = new TestTokens(database);
        given().body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"));
        TestTokens.with(given(), tokens.make())
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(403);
        TestTokens.with(given(), tokens.make("North"))
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(403);
        TestTokens.with(given(), tokens.makeWith(Right.DISPATCH))
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(403);
        TestTokens.with(given(), tokens.makeWith(Right.ADMIN))
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(200);
        for (var path : List.of(
                "/events", "/events/" + EventsResource.ID, "/events/rules", "/events/rules/health_emergency/dry-run")) {
            given().get(path).then().statusCode(401);
            TestTokens.with(given(), tokens.make("North")).get(path).then().statusCode(403);
            TestTokens.with(given(), tokens.make()).get(path).then().statusCode(403);
        }
        for (var spelled : List.of(
                "/events;a=b", "/events/", "//events", "/./events", "/%65vents", "/x/../events", "/ingest/../events")) {
            assertThat(given().urlEncodingEnabled(false).get(spelled).statusCode())
                    .as(spelled)
                    .isIn(401, 403, 404);
        }
        TestTokens.with(given(), tokens.makeWith(Right.ADMIN))
                .get("/events")
                .then()
                .statusCode(200);
        TestTokens.with(given(), tokens.makeWith(Right.DISPATCH))
                .get("/events")
                .then()
                .statusCode(200);
    }

    @Test
    void anEventTellsWhyItIsThere() {
        var answer = send("/ingest/health", EMERGENCY).extract().jsonPath();
        var id = answer.getString("stored_event_id");
        get("/events/" + answer.getString("derived_events[1]"))
                .statusCode(200)
                .body("service", equalTo("security"))
                .body("cause_chain.id", contains(id))
                .body("cause_chain[0].payload.ward.floor", equalTo(3))
                .body("derived_events", empty())
                .body("explain.rule", equalTo("health_emergency"))
                .body("explain.version", equalTo(1))
                .body("explain.inputs.alert", equalTo("emergency"))
                .body("explain.inputs.location", equalTo("Uhuru Park"))
                .body("explain.inputs.patient_id", equalTo(7));
        get("/events/" + id)
                .body("derived_events", equalTo(answer.getList("derived_events")))
                .body("explain", equalTo(null))
                .body("cause_chain", empty());
        for (var unknown : List.of(EventsResource.ID, "7", "' OR 1=1", "01978d3f-2a80-7c11-9d5e-3f0b6c1a2d4e-")) {
            get("/events/" + unknown).statusCode(404).contentType("application/problem+json");
        }
    }

    @Test
    void pagesFollowEachOther() {
        var ids = IntStream.range(0, 5)
                .mapToObj(n -> send("/ingest/transport", "{\"bus_id\": " + n + "}")
                        .extract()
                        .jsonPath()
                        .getString("stored_event_id"))
                .toList()
                .reversed();
        get("/events?limit=2&offset=1").body("id", equalTo(ids.subList(1, 3)));
        var seen = new HashSet<String>();
        var path = "/events?limit=2&service=transport";
        for (var page = 0; page < 2; page++) {
            var answer = get(path).statusCode(200).extract();
            seen.addAll(answer.jsonPath().getList("id"));
            var link = answer.header("Link");
            assertThat(link).matches("<\\?service=transport&limit=2&cursor=[0-9]+>; rel=\"next\"");
            path = "/events" + link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
        get(path).body("id", contains(ids.get(4))).header("Link", equalTo(null));
        get("/events?from=2999-01-01T00:00:00Z").body("size()", equalTo(0));
        get("/events?to=2999-01-01T00:00:00Z").body("size()", equalTo(5));
        for (var wrong : List.of(
                "limit=0",
                "limit=1001",
                "limit=x",
                "offset=-1",
                "offset=10001",
                "from=yesterday",
                "source_event_id=7",
                "cursor=x")) {
            get("/events?" + wrong).statusCode(400).body("detail", startsWith(wrong.substring(0, wrong.indexOf('='))));
        }
    }

    @Test
    void aRuleIsTriedOnThePast() {
        for (var energy : List.of("499", "500", "501", "502")) {
            send("/ingest/energy", "{\"energy\": %s, \"neighborhood\": \"Karen\"}".formatted(energy));
        }
        Jdbi.create(database).useHandle(handle -> handle.execute("""
                INSERT INTO events.rules (id, version, service, condition, derives, enabled) VALUES
                    ('try_energy', 1, 'energy', '{"field": "energy", "above": 501}', '[{"service": "security", "key": "k_{neighborhood}", "payload": {"e": "{energy}"}}]', false)
                ON CONFLICT DO NOTHING"""));
        get("/events/rules/try_energy/dry-run?from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")
                .statusCode(200)
                .body("version", equalTo(1))
                .body("evaluated", equalTo(4))
                .body("matched", equalTo(1))
                .body("failed", equalTo(0))
                .body("events", hasSize(1))
                .body("events[0].would_derive[0].service", equalTo("security"))
                .body("events[0].would_derive[0].deduplication_key", equalTo("k_Karen"))
                .body("events[0].would_derive[0].payload.e", equalTo(502));
        get("/events/rules/critical_energy_usage/dry-run?version=1").body("matched", equalTo(2));
        get("/events/rules/critical_energy_usage/dry-run?version=2").statusCode(404);
        get("/events/rules/none/dry-run").statusCode(404);
        get("/events/rules").body("id", org.hamcrest.Matchers.hasItems("critical_energy_usage", "health_emergency"));
    }

    @Test
    void theMetricsTellOfThem() {
        send("/ingest/health", EMERGENCY);
        assertThat(given().get("/q/metrics").asString())
                .contains("fleetline_events_requests_total{service=\"health\",status=\"200\"}")
                .contains("fleetline_events_stored_total{service=\"security\"}")
                .contains("fleetline_events_batch_count")
                .contains("fleetline_events_commit_seconds_count")
                .contains("fleetline_events_queued 0.0");
    }
}
