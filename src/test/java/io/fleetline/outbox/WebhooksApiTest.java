package io.fleetline.outbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Right;
import io.fleetline.read.access.AnswerSchemas;
import io.fleetline.read.access.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API of subscriptions, where readers need no token: administrators need one nevertheless. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(WebhooksApiTest.OnLoopback.class)
class WebhooksApiTest {
    public static final class OnLoopback implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("FLEETLINE_ROLES", "read,outbox", "OUTBOX_ALLOWED_NETWORKS", "127.0.0.0/8");
        }
    }

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URI address;

    private ScriptedReceiver receiver;
    private String token;

    @BeforeEach
    void open() throws Exception {
        receiver = ScriptedReceiver.plain();
        token = new TestTokens(database).makeWith(Right.ADMIN);
        sql("DELETE FROM outbox.endpoints");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private void sql(String sql) {
        Jdbi.create(database).useHandle(handle -> handle.execute(sql));
    }

    private String text(String query) {
        return Jdbi.create(database)
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private Response create(String more) {
        return admin().body("{\"url\": \"%s\", \"kinds\": [\"alarm\"]%s}".formatted(receiver.url(), more))
                .post("/webhooks");
    }

    @Test
    void whatIsCreatedIsShownWithoutItsSecret() {
        var created = create(
                ", \"description\": \"control room\", \"filters\": {\"severity\": [\"critical\"]}, \"per_second\": 5");
        created.then()
                .statusCode(200)
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("filters.severity", equalTo(List.of("critical")))
                .body("per_second", equalTo(5))
                .body("concurrency", equalTo(4))
                .body("state", equalTo("active"))
                .body("created_by", matchesPattern("token .+"));
        var secret = created.path("secret").toString();
        String id = created.path("id");
        admin().get("/webhooks/" + id)
                .then()
                .statusCode(200)
                .body(not(containsString(secret)))
                .body("secrets", hasSize(1));
        admin().get("/webhooks")
                .then()
                .statusCode(200)
                .body("webhooks", hasSize(1))
                .body(not(containsString(secret)));
        assertThat(text(
                        "SELECT string_agg(action || details::text, '') FROM infrastructure.audit_log WHERE subject = '%s'"
                                .formatted(id)))
                .contains("webhook create")
                .doesNotContain(secret, "whsec", receiver.url());
    }

    @Test
    void onlyAnAdministratorGetsIn() {
        given().get("/webhooks").then().statusCode(401).contentType("application/problem+json");
        given().header("Authorization", "Bearer flt_wrong")
                .get("/webhooks")
                .then()
                .statusCode(401);
        var sender = new TestTokens(database).makeWith(Right.EVENTS, Right.DISPATCH);
        given().header("Authorization", "Bearer " + sender)
                .get("/webhooks")
                .then()
                .statusCode(403);
        given().urlEncodingEnabled(false).get("/webhooks;x=y").then().statusCode(401);
        given().urlEncodingEnabled(false).get("/%77ebhooks").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"kinds": ["alarm"]}                                                     | 422 | url is missing
            {"url": "https://hooks.example.com"}                                     | 422 | kinds is missing
            {"url": "ftp://x", "kinds": ["alarm"]}                                   | 422 | url must begin
            {"url": 7, "kinds": ["alarm"]}                                           | 422 | url
            {"url": "https://10.0.0.1", "kinds": ["alarm"]}                          | 422 | url leads to an address that is not public
            {"url": "https://hooks.example.com", "kinds": []}                        | 422 | kinds
            {"url": "https://hooks.example.com", "kinds": ["song"]}                  | 422 | kinds must be some of alarm, trip, event, webhook
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "per_second": 0}       | 422 | per_second
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "per_second": "9"}     | 422 | per_second
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "colour": "red"}       | 422 | colour is not known
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "filters": {"x": []}}  | 422 | filters.x is not known
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "filters": {"imei": 1}} | 422 | filters.imei
            {"url": "http://127.0.0.1:9000", "kinds": ["alarm"], "state": "disabled"}   | 422 | state
            []                                                                       | 422 | the body must be an object
            {"url": "a", "url": "b"}                                                 | 400 | each field once
            {                                                                        | 400 | JSON
            """)
    void aWrongFieldIsNamed(String body, int status, String detail) {
        admin().body(body)
                .post("/webhooks")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
        assertThat(text("SELECT count(*)::text FROM outbox.endpoints")).isEqualTo("0");
    }

    @Test
    void itCanBeChangedPausedAndDeleted() {
        String id = create("").path("id");
        admin().body("{\"state\": \"paused\", \"kinds\": [\"trip\"], \"filters\": {\"imei\": [\"1\"]}}")
                .patch("/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("paused"))
                .body("kinds[0]", equalTo("trip"))
                .body("filters.imei[0]", equalTo("1"));
        admin().body("{\"filters\": {}}")
                .patch("/webhooks/" + id)
                .then()
                .body("filters.imei", nullValue())
                .body("state", equalTo("paused"));
        admin().delete("/webhooks/" + id).then().statusCode(200).body("deleted", equalTo(true));
        for (var gone : List.of(id, UUID.randomUUID().toString(), "none")) {
            admin().get("/webhooks/" + gone).then().statusCode(404);
            admin().body("{}").patch("/webhooks/" + gone).then().statusCode(404);
            admin().delete("/webhooks/" + gone).then().statusCode(404);
            admin().post("/webhooks/" + gone + "/rotate").then().statusCode(404);
            admin().post("/webhooks/" + gone + "/test").then().statusCode(404);
            admin().get("/webhooks/" + gone + "/deliveries").then().statusCode(404);
            admin().get("/webhooks/" + gone + "/events").then().statusCode(404);
        }
        assertThat(text("SELECT string_agg(action, ',' ORDER BY id) FROM infrastructure.audit_log WHERE subject = '%s'"
                        .formatted(id)))
                .isEqualTo("webhook create,webhook change,webhook change,webhook delete");
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        var created = create("");
        String id = created.path("id");
        String old = created.path("secret");
        String fresh = admin().body("{\"overlap_s\": 600}")
                .post("/webhooks/" + id + "/rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");
        admin().post("/webhooks/" + id + "/test")
                .then()
                .statusCode(200)
                .body("taken", equalTo(true))
                .body("status", equalTo(204));
        var arrived = receiver.received().getFirst();
        for (var secret : List.of(old, fresh)) {
            new com.standardwebhooks.Webhook(secret).verify(arrived.body(), arrived.headers());
        }
        String newest = admin().body("{\"overlap_s\": 0}")
                .post("/webhooks/" + id + "/rotate")
                .path("secret");
        admin().post("/webhooks/" + id + "/test").then().statusCode(200);
        var signatures = receiver.received().get(1).header("webhook-signature");
        assertThat(signatures.split(" ")).hasSize(1);
        new com.standardwebhooks.Webhook(newest)
                .verify(
                        receiver.received().get(1).body(),
                        receiver.received().get(1).headers());
        admin().get("/webhooks/" + id).then().body("secrets", hasSize(1));
        assertThat(text("SELECT count(*)::text FROM outbox.secrets")).isEqualTo("2");
    }

    @Test
    void aTestSaysWhatTheReceiverAnsweredAndIsLogged() {
        String id = create("").path("id");
        receiver.then(ScriptedReceiver.raw("HTTP/1.1 404 X\r\nContent-Length: 6\r\n\r\nsecret"));
        admin().post("/webhooks/" + id + "/test")
                .then()
                .statusCode(200)
                .body("taken", equalTo(false))
                .body("status", equalTo(404))
                .body(not(containsString("secret")));
        admin().get("/webhooks/" + id + "/deliveries")
                .then()
                .statusCode(200)
                .body("deliveries", hasSize(1))
                .body("deliveries[0].outcome", equalTo("failed"))
                .body("deliveries[0].event_id", matchesPattern("test_[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                   | 422
            {"failed": false}                    | 422
            {"failed": true, "from": "x"}        | 422
            {"from": "yesterday"}                | 422
            {"from": "00000000.1.1"}             | 422
            {"failed": true}                     | 200
            """)
    void aReplayNeedsAPlaceThatTheLogHas(String body, int status) {
        String id = create("").path("id");
        admin().body(body).post("/webhooks/" + id + "/replay").then().statusCode(status);
    }

    @Test
    void theAnswersAreAsDescribed() throws Exception {
        var schemas = AnswerSchemas.servedBy(address);
        var created = create("");
        String id = created.path("id");
        fits(schemas, "POST", "/webhooks", created);
        fits(schemas, "GET", "/webhooks", admin().get("/webhooks"));
        fits(schemas, "GET", "/webhooks/{id}", admin().get("/webhooks/" + id));
        fits(schemas, "PATCH", "/webhooks/{id}", admin().body("{}").patch("/webhooks/" + id));
        fits(schemas, "POST", "/webhooks/{id}/rotate", admin().post("/webhooks/" + id + "/rotate"));
        fits(schemas, "POST", "/webhooks/{id}/test", admin().post("/webhooks/" + id + "/test"));
        fits(schemas, "GET", "/webhooks/{id}/deliveries", admin().get("/webhooks/" + id + "/deliveries"));
        fits(
                schemas,
                "POST",
                "/webhooks/{id}/replay",
                admin().body("{\"failed\": true}").post("/webhooks/" + id + "/replay"));
        fits(schemas, "GET", "/webhooks/{id}/events", admin().get("/webhooks/" + id + "/events"));
        fits(schemas, "GET", "/webhooks/{id}/events", admin().get("/webhooks/" + id + "/events?after=x"));
        fits(schemas, "GET", "/webhooks/{id}/events", admin().get("/webhooks/" + id + "/events?after=00000000.1.1"));
        fits(schemas, "POST", "/webhooks", admin().body("{}").post("/webhooks"));
        fits(schemas, "DELETE", "/webhooks/{id}", admin().delete("/webhooks/" + id));
        fits(schemas, "GET", "/webhooks/{id}", admin().get("/webhooks/" + id));
    }

    private static void fits(AnswerSchemas schemas, String method, String path, Response answer) throws Exception {
        schemas.assertFits(
                method, path, answer.statusCode(), answer.contentType().replaceFirst(";.*", ""), answer.asString());
    }
}
