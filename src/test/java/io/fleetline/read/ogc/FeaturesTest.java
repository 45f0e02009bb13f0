package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.items;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of a feature, alone and on a page; the fleet is {@link OgcFleet}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class FeaturesTest {
    private static final String VEHICLE_1 = """
            "imei": "861", "vehicle_number": "KDA 001A", "vehicle_name": null, "vehicle_type": "van", "fleet_segment": "delivery",
            "driver_name": "Amina", "cost_centre": "North", "assigned_city": "Nairobi",""";

    @Inject
    AgroalDataSource database;

    @Inject
    ObjectMapper json;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            live-positions | 861 | {"type": "Point", "coordinates": [36.75, -1.25]} | "gps_time": "2026-03-10T06:00:00+00:00", "status": "offline", "acc_status": true, "speed": 42, "direction": 90, "odometer_km": 1234.5
            parking | 861_20260310T070000.000000Z_idling | {"type": "Point", "coordinates": [36.5, -1.5]} | "kind": "idling", "start_time": "2026-03-10T07:00:00+00:00", "end_time": "2026-03-10T07:10:00+00:00", "duration_s": null, "address": null, "source": "poll"
            alarms | 861_20260310T061000.000000Z_power/cut 2 | null | "alarm_time": "2026-03-10T06:10:00+00:00", "alarm_type": "power/cut 2", "alarm_name": "Power", "severity": null, "speed": null, "acc_status": null, "fence_id": null, "source": "push"
            trips | 861_20260310T060000.000000Z | {"type": "LineString", "coordinates": [[36.75, -1.25], [36.5, -1.5]]} | "start_time": "2026-03-10T06:00:00+00:00", "end_time": "2026-03-10T06:30:00+00:00", "day": "2026-03-10", "distance_km": 50, "driving_time_s": null, "idle_time_s": null, "avg_speed_kmh": null, "max_speed_kmh": null, "fuel_estimated_l": 4, "start_odometer_km": null, "end_odometer_km": null, "start_address": null, "end_address": null, "source": "poll"
            tracks | 861_2026-03-11 | {"type": "LineString", "coordinates": [[36.5, -1.5], [36.5, -1.5]]} | "day": "2026-03-11", "first_fix": "2026-03-10T21:00:00+00:00", "last_fix": "2026-03-10T21:00:00+00:00", "points": 1, "points_left_out": 0, "distance_km": 0, "max_speed_kmh": 0
            """)
    void aFeatureHasItsGeometryAndItsFacts(String collection, String idWithUnderscores, String geometry, String facts)
            throws Exception {
        var id = idWithUnderscores.replace('_', '~');
        var feature = json.readTree(one(collection, id));
        assertThat(feature.get("type").textValue()).isEqualTo("Feature");
        assertThat(feature.get("id").textValue()).isEqualTo(id);
        assertThat(feature.get("geometry")).isEqualTo(json.readTree(geometry));
        ((ObjectNode) feature.get("properties")).remove("age_s");
        assertThat(feature.get("properties").toString())
                .isEqualTo(json.readTree("{" + VEHICLE_1 + facts + "}").toString());
        assertThat(feature.get("links").findValuesAsText("rel")).containsExactly("self", "alternate", "collection");
    }

    private static String one(String collection, String id) {
        return given().urlEncodingEnabled(false)
                .get(ITEMS.formatted(collection) + "/"
                        + URLEncoder.encode(id, UTF_8).replace("+", "%20"))
                .then()
                .statusCode(200)
                .contentType("application/geo+json")
                .extract()
                .asString();
    }

    @Test
    void aTrackIsALineThroughTheFixesOfItsDay() {
        var track = get(ITEMS.formatted("tracks") + "/861~2026-03-10");
        assertThat(track.getString("geometry.type")).isEqualTo("LineString");
        assertThat(track.getString("geometry.coordinates"))
                .isEqualTo("[[36.75, -1.25], [36.625, -1.25], [36.5, -1.5]]");
        assertThat(track.getInt("properties.points")).isEqualTo(3);
        assertThat(track.getInt("properties.max_speed_kmh")).isEqualTo(70);
        // 0.125 degrees of longitude beside the equator, then 0.125 by 0.25 degrees.
        assertThat(track.getDouble("properties.distance_km")).isBetween(13.9 + 30.9, 14.0 + 31.1);
    }

    @Test
    void aTripOfWhichOneEndIsKnownIsAPoint() {
        var trip = get(ITEMS.formatted("trips") + "/864~20260310T090000.123456Z");
        assertThat(trip.getString("geometry.type")).isEqualTo("Point");
        assertThat(trip.getString("geometry.coordinates")).isEqualTo("[39.5, -4]");
    }

    @ParameterizedTest
    @EnumSource(OgcCollection.class)
    void everyFeatureOfAPageIsTheOneThatItsIdFinds(OgcCollection collection) throws Exception {
        var page = given().get(ITEMS.formatted(collection.id()) + "?datetime=2026-03-10/2026-03-11")
                .asString();
        var found = json.readTree(page).get("features");
        assertThat(found).isNotEmpty();
        for (var feature : found) {
            var alone = (ObjectNode)
                    json.readTree(one(collection.id(), feature.get("id").textValue()));
            alone.remove("links");
            assertThat(withoutAge(alone)).isEqualTo(withoutAge(feature));
        }
    }

    private static JsonNode withoutAge(JsonNode feature) {
        ((ObjectNode) feature.get("properties")).remove("age_s");
        return feature;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "live-positions/863", // excluded
                "live-positions/864", // disabled
                "live-positions/%20",
                "trips/863~20260310T060000.000000Z",
                "trips/861~20260310T080000.000000Z", // not finished
                "trips/861~20260310T060000.000001Z",
                "trips/861~20261310T060000.000000Z",
                "trips/861",
                "trips/861~20260310T060000.000000Z'%20OR%20'1'='1",
                "tracks/861~2026-03-12",
                "tracks/861~2026-02-30",
                "tracks/863~2026-03-10",
                "parking/861~20260310T070000.000000Z~sleeping",
                "alarms/861~20260310T061000.000000Z~2",
                "alarms/861~20260310T061000.000000Z~%00"
            })
    void whatIsNotThereIsNotFound(String path) {
        given().urlEncodingEnabled(false)
                .get("/ogc/collections/" + path.replace("/", "/items/"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void aPageSaysHowManyItHoldsWhenItWasMadeAndWhereToGo() {
        var page = items("trips", "limit=2&vehicle_type=van&vehicle_type=truck");
        assertThat(page.getString("type")).isEqualTo("FeatureCollection");
        assertThat(page.getInt("numberReturned")).isEqualTo(2);
        assertThat(Instant.parse(page.getString("timeStamp"))).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(page.getList("links.rel")).isEqualTo(List.of("self", "alternate", "next", "collection"));
        assertThat(page.getList("links.type"))
                .isEqualTo(List.of("application/geo+json", "text/html", "application/geo+json", "application/json"));
        assertThat(page.getString("links[0].href"))
                .contains("limit=2", "vehicle_type=van&vehicle_type=truck")
                .doesNotContain("cursor");
        assertThat(get(page.getString("links[2].href")).getList("features.id"))
                .isEqualTo(List.of("861~20260310T060000.000000Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/geo+json, application/geo+json",
        "application/json, application/json",
        "*/*, application/geo+json",
        "'application/geo+json, application/json', application/geo+json"
    })
    void theMediaTypeIsTheOneAskedFor(String accept, String type) {
        given().accept(accept)
                .get(ITEMS.formatted("trips"))
                .then()
                .statusCode(200)
                .contentType(type);
    }
}
