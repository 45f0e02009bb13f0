package io.fleetline.read.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class AccessTest {
    private static final String LIVE = "/webhook/live-positions";
    private static final String DASHBOARD = "/webhook/fleet-dashboard";

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URI address;

    TestTokens tokens;

    @BeforeEach
    void fleet() {
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.liveFleet();
        tokens = new TestTokens(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/openapi", "/openapi.json", "/q/metrics"})
    void someThingsAnybodyMayKnow(String path) {
        given().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIVE,
                "/webhook//live-positions",
                "/webhook/./live-positions",
                "/health/../webhook/live-positions",
                "/q/../webhook/live-positions",
                "/%77ebhook/live-positions",
                "/webhook/live-positions/",
                "/webhook/live-positions;a=b",
                DASHBOARD,
                "/analytics/filters",
                "/health/ingest",
                "/health/",
                "/nowhere"
            })
    void allElseNeedsAToken(String path) {
        refused(given().urlEncodingEnabled(false).get(path).then())
                .header("WWW-Authenticate", "Bearer realm=\"fleetline\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "flt_x"})
    void aHeaderThatHoldsNone(String header) {
        refused(given().header("Authorization", header).get(LIVE).then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "flt_x",
                "flt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.e30."
            })
    void aTokenOfNobody(String token) {
        refused(with(token).get(LIVE).then()).header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void twoTokensAtOnceAreNone() {
        var token = tokens.make();
        refused(with(token)
                .header("Authorization", "Bearer " + tokens.make())
                .get(LIVE)
                .then());
    }

    @Test
    void aTokenInTheQueryStringDoesNotCount() {
        refused(given().queryParam("access_token", tokens.make()).get(LIVE).then());
    }

    @Test
    void anExpiredOrRevokedToken() {
        refused(with(tokens.makeUntil("-1 second", null)).get(LIVE).then());
        var revoked = tokens.make();
        tokens.revoke(revoked);
        refused(with(revoked).get(LIVE).then());
    }

    @Test
    void aBodyIsNotReadFromStrangers() {
        refused(given().contentType("application/x-www-form-urlencoded")
                        .body("cost_centre=North".repeat(50_000))
                        .post(DASHBOARD)
                        .then())
                .header("Connection", "close");
    }

    @Test
    void aTokenThatNamesACostCentreTwiceShowsItOnce() {
        var shown = with(tokens.make("North", "North", " North", "South")).get(LIVE);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.jsonPath().getList("summary.by_cost_centre.cost_centre"))
                .containsExactly("North", "South");
    }

    @Test
    void aGoodTokenSeesAll() {
        with(tokens.make())
                .get(LIVE)
                .then()
                .statusCode(200)
                .body("geojson.features.properties.imei", contains("i", "m", "o", "p"));
    }

    @Test
    void aTokenSeesItsCostCentresOnly() {
        var token = tokens.make("South", "Nowhere");
        with(token).get(LIVE).then().body("geojson.features.properties.imei", contains("p"));
        with(token).get(LIVE + "?cost_centre=North").then().statusCode(200).body("geojson.features", empty());
        with(token)
                .get(LIVE + "?cost_centre=North,South")
                .then()
                .body("geojson.features.properties.imei", contains("p"));
        with(token)
                .get("/analytics/filters")
                .then()
                .body("cost_centres.cost_centre", contains("South"))
                .body("vehicles.imei", contains("p", "n"));
        with(token).get(DASHBOARD).then().body("cities.assigned_city", contains("Mombasa"));
    }

    @Test
    void aTokenOfNoCostCentreSeesNothing() {
        with(tokens.makeUntil("1 hour", new String[0]))
                .get(LIVE)
                .then()
                .statusCode(200)
                .body("summary.total", equalTo(0));
    }

    @Test
    void aFormComesThroughTheGate() {
        new FleetFixture(database).tripFleet();
        with(tokens.make("South"))
                .formParam("from", "2026-03-01")
                .formParam("to", "2026-03-31")
                .post(DASHBOARD)
                .then()
                .statusCode(200)
                .body("summary.distance_km", equalTo(1));
    }

    @Test
    void noQuestionCostsALookUpOfItsOwn() {
        var token = tokens.make();
        with(token).get(LIVE).then().statusCode(200);
        tokens.revoke(token);
        with(token).get(LIVE).then().statusCode(200);
    }

    @Test
    void ourPageMayAskAndNoOther() {
        preflight(TokensRequired.OUR_PAGE)
                .statusCode(200)
                .header("Access-Control-Allow-Origin", TokensRequired.OUR_PAGE)
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", containsString("Authorization"))
                .header("Access-Control-Allow-Headers", containsString("Content-Type"));
        given().header("Origin", TokensRequired.OUR_PAGE)
                .get(LIVE)
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", TokensRequired.OUR_PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "http://fleet.example.com",
                "https://fleet.example.com.evil.com",
                "null"
            })
    void anotherPageIsToldNothing(String origin) {
        toldNothing(preflight(origin));
        toldNothing(with(tokens.make()).header("Origin", origin).get(LIVE).then());
    }

    private static void toldNothing(ValidatableResponse answer) {
        var headers = answer.extract().headers().asList();
        assertThat(headers).noneMatch(header -> header.getName().toLowerCase().startsWith("access-control-"));
    }

    private static ValidatableResponse preflight(String origin) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(DASHBOARD)
                .then();
    }

    @Test
    void anAnswerComesCompressedToWhoTakesIt() throws Exception {
        var token = tokens.make();
        assertThat(encodingOf(token, "gzip")).contains("gzip");
        assertThat(encodingOf(token, "identity")).isEmpty();
    }

    /** RestAssured would request gzip in any case. */
    private Optional<String> encodingOf(String token, String accepted) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve(LIVE))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept-Encoding", accepted)
                    .build();
            var answer = http.send(request, BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.headers().firstValue("Content-Encoding");
        }
    }

    @Test
    void readersMayNotListTokens() {
        var made = tokens.make();
        Jdbi.create(database).useTransaction(handle -> {
            handle.execute("SET LOCAL ROLE dashboard_ro");
            assertThat(handle.createQuery("SELECT name FROM reporting.fn_access_token(:hash)")
                            .bind("hash", TokenHash.of(made).bytes())
                            .mapTo(String.class)
                            .list())
                    .hasSize(1);
            assertThat(handle.createQuery("SELECT has_table_privilege('infrastructure.access_tokens', 'SELECT')")
                            .mapTo(boolean.class)
                            .one())
                    .isFalse();
        });
    }

    private static RequestSpecification with(String token) {
        return TestTokens.with(given(), token);
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return answer.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("status", equalTo(401));
    }
}
