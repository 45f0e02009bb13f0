package io.fleetline.read.ogc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class OgcResourceTest {
    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/ogc")
    URI landingPage;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
    }

    @Test
    void everyLinkFromTheLandingPageOnLeadsToWhatItSays() {
        var seen = new TreeSet<String>();
        var ahead = new ArrayDeque<>(List.of(Map.of("href", landingPage.toString(), "type", "application/json")));
        while (!ahead.isEmpty()) {
            var link = ahead.remove();
            if (seen.add(link.get("href"))) {
                ahead.addAll(follow(link));
            }
        }
        // The landing page, the description, conformance, the collections, six of them, their items; and what is a page
        // too.
        assertThat(seen).hasSize(4 + 6 + 6 + 2 + 6 + 6).allMatch(address -> address.startsWith(origin()));
    }

    private static List<Map<String, String>> follow(Map<String, String> link) {
        var answer = given().urlEncodingEnabled(false)
                .accept(link.get("type"))
                .get(link.get("href"))
                .then()
                .statusCode(200);
        if (link.get("type").startsWith("application/vnd.oai")
                || link.get("type").equals("text/html")) {
            return List.of();
        }
        var document = answer.contentType(link.get("type")).extract().jsonPath();
        var links = new ArrayList<Map<String, String>>();
        for (var path : List.of("links", "collections.links.flatten()")) {
            List<Map<String, String>> found = document.get(path);
            links.addAll(found == null ? List.of() : found);
        }
        return links;
    }

    private String origin() {
        return landingPage.toString().replace("/ogc", "/");
    }

    @Test
    void theLandingPageHasTheLinksOfTheStandard() {
        given().get("/ogc")
                .then()
                .statusCode(200)
                .body("links.rel", contains("self", "alternate", "service-desc", "conformance", "data"))
                .body("links[0].href", equalTo(landingPage.toString()));
    }

    @Test
    void itHoldsToTheCoreWithGeoJsonAndOpenApi() {
        given().get("/ogc/conformance")
                .then()
                .statusCode(200)
                .body(
                        "conformsTo",
                        contains(
                                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
                                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
                                "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"));
    }

    @Test
    void theDescriptionIsOpenApi30AndKnowsEveryParameterOfItems() {
        given().get("/openapi.json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.0."))
                .body(
                        "paths.'/ogc/collections/{collectionId}/items'.get.parameters.findAll { it.in != 'path' }"
                                + ".collect { it.name ?: it.'$ref'.tokenize('/').last() }",
                        containsInAnyOrder(Stream.concat(ItemsQuery.NAMES.stream(), Stream.of("f"))
                                .toArray()))
                .body(
                        "paths.'/ogc/collections/{collectionId}/items'.get.parameters.find { it.name == 'limit' }.schema",
                        hasEntry("maximum", 10_000));
    }

    @Test
    void theCollectionsAreSixAndSayInWhichSystemsTheyAre() {
        given().get("/ogc/collections?f=json")
                .then()
                .statusCode(200)
                .body("links.rel", contains("self", "alternate"))
                .body(
                        "collections.id",
                        contains("live-positions", "trips", "driven-trips", "tracks", "parking", "alarms"))
                .body("collections.itemType", everyItem(equalTo("feature")))
                .body(
                        "collections.crs",
                        everyItem(contains(
                                "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                                "http://www.opengis.net/def/crs/EPSG/0/4326",
                                "http://www.opengis.net/def/crs/EPSG/0/3857")))
                .body("collections.storageCrs", everyItem(equalTo("http://www.opengis.net/def/crs/OGC/1.3/CRS84")))
                .body("collections.links.rel", everyItem(contains("self", "alternate", "items", "collection")));
    }

    @ParameterizedTest
    @CsvSource({
        "live-positions, 2026-03-10T06:00:00Z",
        "trips, 2026-03-10T06:00:00Z",
        "driven-trips, 2026-03-10T06:00:00Z",
        "tracks, 2026-03-10T06:00:00Z",
        "parking, 2026-03-10T07:00:00Z",
        "alarms, 2026-03-10T06:10:00Z"
    })
    void aCollectionBeginsWithItsFirstFeatureAndIsOpen(String id, String first) {
        given().get("/ogc/collections/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("extent.temporal.interval", contains(Arrays.asList(first, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/ogc/collections/nowhere", "/ogc/collections/nowhere/items", "/ogc/collections/nowhere/items/1"
            })
    void anUnknownCollectionIsNotFound(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is no collection nowhere"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ogc",
                "/ogc/conformance",
                "/ogc/collections",
                "/ogc/collections/trips",
                "/ogc/collections/trips/items",
                "/ogc/collections/trips/items/861~20260310T060000.000000Z"
            })
    void aParameterThatIsNotKnownIsRefusedByName(String path) {
        given().get(path + "?colour=red")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("colour"));
        given().get(path + "?f=pdf").then().statusCode(400).body("detail", containsString("f must be json"));
        given().get(path + "?f=json&limit=5&imei=861").then().statusCode(200);
    }

    /** Only a trusted proxy may set the URL of the request; here there is none. */
    @Test
    void aStrangerCannotChangeTheLinks() {
        given().header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Prefix", "/evil")
                .get("/ogc")
                .then()
                .statusCode(200)
                .body("links[0].href", equalTo(landingPage.toString()));
    }
}
