package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class RoadsResourceTest {
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void threeTrips() {
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.liveFleet();
        Jdbi.create(database).useHandle(handle -> handle.execute("""
                INSERT INTO reporting.trips (imei, start_time, end_time, day, path)
                SELECT t.imei, now() - t.days * INTERVAL '1 day', now() - t.days * INTERVAL '1 day', CURRENT_DATE - t.days, ST_GeomFromText(t.path, 4326)
                FROM (VALUES ('m', 1, 'LINESTRING(36.7 -1.2, 36.71 -1.20001, 36.72 -1.2)'),
                             ('p', 2, 'LINESTRING(39.6 -4, 39.7 -4.1)'),
                             ('i', 3, NULL),
                             ('m', 31, 'LINESTRING(1 1, 2 2)')) t(imei, days, path)
                """));
    }

    @Test
    void theyAreThePathsOfLateTripsWithoutPointsThatChangeNothing() {
        given().get("/roads")
                .then()
                .statusCode(200)
                .body("properties.trips", equalTo(2))
                .body("geometry.type", equalTo("MultiLineString"))
                .body(
                        "geometry.coordinates",
                        equalTo(List.of(
                                List.of(List.of(36.7f, -1.2f), List.of(36.72f, -1.2f)),
                                List.of(List.of(39.6f, -4), List.of(39.7f, -4.1f)))));
    }

    @Test
    void filtersNarrowThem() {
        given().get("/roads?cost_centre=South").then().body("properties.trips", equalTo(1));
        given().get("/roads?cost_centre=Nowhere")
                .then()
                .statusCode(200)
                .body("properties.trips", equalTo(0))
                .body("geometry", nullValue());
    }
}
