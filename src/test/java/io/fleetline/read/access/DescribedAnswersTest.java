package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.ogc.OgcFleet;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of the running service match the description, from which clients are generated. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class DescribedAnswersTest {
    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URI address;

    private final HttpClient http = HttpClient.newHttpClient();
    private AnswerSchemas schemas;

    @BeforeAll
    void fleet() throws Exception {
        OgcFleet.create(database);
        var fixture = new FleetFixture(database);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
        fixture.sql("INSERT INTO tracksolid.devices (imei) VALUES ('869')"); // of which nothing is known
        schemas = AnswerSchemas.servedBy(address);
    }

    @AfterAll
    void clear() {
        OgcFleet.clear(database);
        http.close();
    }

    @Test
    void everyOperationHasAnIdASummaryATagAndASchemaForEachMediaType() {
        var ids = new TreeSet<String>();
        var operations = ApiOperation.of(schemas.description());
        for (var operation : operations) {
            var name = operation.method() + " " + operation.path();
            var node = operation.node();
            assertThat(node.path("operationId").asText())
                    .as("operationId of " + name)
                    .matches("[a-z][A-Za-z]+");
            assertThat(ids.add(node.path("operationId").asText()))
                    .as("no other than " + name + " has its id")
                    .isTrue();
            assertThat(node.path("tags").size()).as("tags of " + name).isEqualTo(1);
            assertThat(node.at("/responses/200/content").size())
                    .as("media types of " + name)
                    .isPositive();
            for (var response : node.path("responses")) {
                for (var content : operation.resolved(response).path("content")) {
                    assertThat(content.path("schema").isObject())
                            .as("schema of " + name)
                            .isTrue();
                }
            }
            for (var parameter : operation.parameters("query")) {
                assertThat(parameter.path("schema").has("type"))
                        .as("type of %s of %s", parameter, name)
                        .isTrue();
            }
        }
        assertThat(operations).hasSizeGreaterThan(17);
    }

    @Test
    void whatTheExamplesAskForIsAnsweredAsDescribed() throws Exception {
        for (var operation : ApiOperation.of(schemas.description())) {
            for (var request : operation.asExamplesSay(address)) {
                assertFits(operation.method(), operation.path(), http.send(request, BodyHandlers.ofString()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /webhook/live-positions                            | /webhook/live-positions                                     |
            /webhook/live-positions/track                      | /webhook/live-positions/track?imei=861&date=2026-03-10      |
            /webhook/live-positions/track                      | /webhook/live-positions/track?imei=861&date=2026-03-11      |
            /webhook/live-positions/track                      | /webhook/live-positions/track?imei=861&date=2026-03-10      | text/csv
            /vehicles/{imei}/track                             | /vehicles/862/track?date=2026-03-10&simplify=5              |
            /vehicles/{imei}/track                             | /vehicles/862/track?date=2026-03-10                         | application/gpx+xml
            /vehicles/{imei}/track                             | /vehicles/869/track                                         |
            /vehicles/{imei}/track                             | /vehicles/none/track                                        |
            /webhook/fleet-dashboard                           | /webhook/fleet-dashboard?from=2026-03-10&to=2026-03-10      |
            /alarms                                            | /alarms?from=2026-03-10&to=2026-03-10                       |
            /alarms                                            | /alarms?hours=1&severity=critical                           |
            /alarms                                            | /alarms                                                     | text/csv
            /alarms                                            | /alarms?severity=loud                                       |
            /roads                                             | /roads?cost_centre=North                                    |
            /analytics/filters                                 | /analytics/filters                                          |
            /analytics/fleet-summary                           | /analytics/fleet-summary?from=2026-03-10&to=2026-03-10      |
            /analytics/fleet-summary                           | /analytics/fleet-summary?limit=1                            |
            /analytics/fleet-summary                           | /analytics/fleet-summary?imei=none                          |
            /analytics/fleet-summary                           | /analytics/fleet-summary                                    | text/csv
            /analytics/utilisation                             | /analytics/utilisation?from=2026-03-10&to=2026-03-10        |
            /analytics/utilisation                             | /analytics/utilisation?imei=none                            |
            /analytics/driver-behaviour                        | /analytics/driver-behaviour?from=2026-03-10&to=2026-03-10   |
            /analytics/fuel                                    | /analytics/fuel?from=2026-03-10&to=2026-03-10               |
            /analytics/fuel                                    | /analytics/fuel?from=yesterday                              |
            /health/ingest                                     | /health/ingest                                              |
            /health/pipeline                                   | /health/pipeline                                            |
            /ogc/collections/{collectionId}                    | /ogc/collections/alarms                                     |
            /ogc/collections/{collectionId}/items              | /ogc/collections/live-positions/items                       |
            /ogc/collections/{collectionId}/items              | /ogc/collections/trips/items?limit=2                        |
            /ogc/collections/{collectionId}/items              | /ogc/collections/tracks/items?datetime=2026-03-10           |
            /ogc/collections/{collectionId}/items              | /ogc/collections/parking/items                              |
            /ogc/collections/{collectionId}/items              | /ogc/collections/alarms/items                               |
            /ogc/collections/{collectionId}/items              | /ogc/collections/alarms/items?colour=red                    |
            /ogc/collections/{collectionId}/items              | /ogc/collections/none/items                                 |
            /ogc/collections/{collectionId}/items/{featureId}  | /ogc/collections/trips/items/861~20260310T060000.000000Z    |
            /ogc/collections/{collectionId}/items/{featureId}  | /ogc/collections/trips/items/none                           |
            """)
    void whatIsAskedOfAFleetWithGapsIsAnsweredAsDescribed(String path, String question, String type) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve(question));
        if (type != null) {
            request.header("Accept", type);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertFits("GET", path, answer);
        if (type != null) {
            assertThat(mediaType(answer)).isEqualTo(type);
        }
    }

    @Test
    void theTripsOfADashboardAreAsDescribed() throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/webhook/fleet-dashboard"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"from\": \"2026-03-10\", \"to\": \"2026-03-10\"}"))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"trips\": 3");
        assertFits("POST", "/webhook/fleet-dashboard", answer);
    }

    private void assertFits(String method, String path, HttpResponse<String> answer) throws Exception {
        schemas.assertFits(method, path, answer.statusCode(), mediaType(answer), answer.body());
    }

    private static String mediaType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
    }
}
