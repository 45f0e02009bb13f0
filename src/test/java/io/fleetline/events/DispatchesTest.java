package io.fleetline.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class DispatchesTest {
    private static final String ID = "01978d3f-2a80-8f00-b0c1-9a8d7e6f5a4b";

    @Inject
    AgroalDataSource database;

    private TestTokens tokens;
    private String dispatcher;

    @BeforeEach
    void oneDispatch() {
        tokens = new TestTokens(database);
        dispatcher = tokens.makeWith(Right.DISPATCH);
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("DELETE FROM events.dispatches");
            handle.execute(
                    "INSERT INTO tracksolid.devices (imei, vehicle_number, driver_name, cost_centre) VALUES ('861', 'KDA 001A', 'Amina', 'North') ON CONFLICT DO NOTHING");
            handle.execute("""
                    INSERT INTO events.dispatches (id, event_id, imei, geom, distance_m, fix_age_s, assigned_at)
                    VALUES (?::uuid, gen_random_uuid(), '861', ST_Point(36.75, -1.25, 4326), 1240.4, 12, '2026-05-30 12:00Z')""", ID);
        });
    }

    private ValidatableResponse get(String path, String token) {
        return TestTokens.with(given(), token).get(path).then();
    }

    private ValidatableResponse move(String step, String token) {
        return TestTokens.with(given(), token)
                .post("/dispatches/" + ID + "/" + step)
                .then();
    }

    @Test
    void aDispatchIsMovedToItsEnd() {
        get("/dispatches?state=assigned", dispatcher)
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].size()", equalTo(13))
                .body("[0].vehicle_number", equalTo("KDA 001A"))
                .body("[0].driver_name", equalTo("Amina"))
                .body("[0].distance_m", equalTo(1240))
                .body("[0].fix_age_s", equalTo(12))
                .body("[0].lng", equalTo(36.75f))
                .body("[0].assigned_at", equalTo("2026-05-30T12:00:00+00:00"));
        move("acknowledge", dispatcher)
                .statusCode(200)
                .body("state", equalTo("acknowledged"))
                .body("acknowledged_at", notNullValue());
        move("acknowledge", dispatcher).statusCode(200);
        move("done", dispatcher).statusCode(200).body("state", equalTo("done")).body("ended_at", notNullValue());
        move("cancel", dispatcher).statusCode(409).body("detail", containsString("is done"));
        move("acknowledge", dispatcher).statusCode(409);
        move("explode", dispatcher).statusCode(404);
        get("/dispatches?state=assigned", dispatcher).body("size()", equalTo(0));
        get("/dispatches/" + ID, dispatcher).body("state", equalTo("done"));
        List<String> audited = Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("""
                        SELECT action || ' ' || (actor IN (SELECT name FROM infrastructure.access_tokens)) FROM infrastructure.audit_log
                        WHERE subject = :id AND action <> 'dispatch assigned' ORDER BY id DESC LIMIT 2
                        """)
                        .bind("id", ID)
                        .mapTo(String.class)
                        .list());
        assertThat(audited).containsExactly("dispatch done true", "dispatch acknowledged true");
    }

    @Test
    void whoMay() {
        given().get("/dispatches").then().statusCode(401);
        given().post("/dispatches/" + ID + "/done").then().statusCode(401);
        move("done", tokens.make()).statusCode(403);
        move("done", tokens.makeWith(Right.EVENTS)).statusCode(403);
        get("/dispatches", tokens.make()).statusCode(403);
        for (var unknown : List.of("01978d3f-2a80-8f00-b0c1-9a8d7e6f5a40", "x")) {
            get("/dispatches/" + unknown, dispatcher).statusCode(404);
            TestTokens.with(given(), dispatcher)
                    .post("/dispatches/" + unknown + "/done")
                    .then()
                    .statusCode(404);
        }
        get("/dispatches?state=lost", dispatcher).statusCode(400);
        move("done", tokens.makeWith(Right.ADMIN)).statusCode(200);
    }

    @Test
    void ofOtherCostCentresNothingIsSeenOrMoved() {
        var south = tokens.makeWith(Right.DISPATCH);
        Jdbi.create(database)
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE infrastructure.access_tokens SET cost_centres = '{South}' WHERE token_sha256 = sha256(convert_to(:token, 'UTF8'))")
                        .bind("token", south)
                        .execute());
        get("/dispatches", south).statusCode(200).body("size()", equalTo(0));
        get("/dispatches/" + ID, south).statusCode(404);
        move("done", south).statusCode(404);
        get("/dispatches/" + ID, dispatcher).body("state", equalTo("assigned"));
    }
}
