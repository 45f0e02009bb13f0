package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class FilterOptionsTest {
    @Inject
    AgroalDataSource database;

    FleetFixture fixture;

    @BeforeEach
    void nobody() {
        fixture = new FleetFixture(database);
        fixture.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook/fleet-dashboard", "/analytics/filters"})
    void theOptionsAreThoseOfTheFleet(String path) {
        fixture.tripFleet();
        fixture.sql("UPDATE tracksolid.devices SET enabled = false WHERE imei = '860000000000006'");
        given().get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("cost_centres.cost_centre", contains("R&D + 50%", "South"))
                .body("cost_centres.vehicles", contains(5, 1))
                .body("cities.assigned_city", contains("Mombasa", "Nairobi"))
                .body("vehicle_types.vehicle_type", contains("truck", "van"))
                .body("segments.fleet_segment", contains("delivery", "service"))
                .body(
                        "vehicles.vehicle_number",
                        contains("KDA 100A", "KDA 100A", "KDA 100A", "KDA 100A", "KDA 100A", "KDB 200B"))
                .body("vehicles[5].imei", equalTo("860000000000005"))
                .body("drivers.driver_name", contains("Wanjikũ Ng'ang'a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook/fleet-dashboard", "/analytics/filters"})
    void withoutAFleetThereIsNothingToChoose(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .body("cost_centres", equalTo(List.of()))
                .body("cities", equalTo(List.of()))
                .body("vehicle_types", equalTo(List.of()))
                .body("segments", equalTo(List.of()))
                .body("vehicles", equalTo(List.of()))
                .body("drivers", equalTo(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook/fleet-dashboard", "/analytics/filters"})
    void whoHasTheAnswerIsToldSoUntilTheFleetChanges(String path) {
        fixture.tripFleet();
        var tag = given().get(path).then().statusCode(200).extract().header("ETag");
        given().header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(emptyString());
        fixture.sql("UPDATE tracksolid.devices SET driver_name = 'Amina' WHERE imei = '860000000000001'");
        given().header("If-None-Match", tag).get(path).then().statusCode(200).header("ETag", not(tag));
    }
}
