package io.fleetline.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import io.fleetline.service.RunningEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The requests of docs/events.md, in order, with the answers that it shows; … stands for anything. Its SQL is run, too. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class EventsStoryTest {
    private static final Pattern BLOCK = Pattern.compile("```(http|json|sql)\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    AgroalDataSource database;

    @Inject
    RunningEvents events;

    @Inject
    InstantSource clock;

    @TestHTTPResource
    URI address;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void itGoesAsItIsTold() throws Exception {
        events.start();
        aVehicleNearby();
        var token = new TestTokens(database).makeWith(Right.EVENTS, Right.DISPATCH);
        var answer = "";
        var asked = "";
        var compared = 0;
        for (var block : blocks()) {
            switch (block.kind) {
                case "http" -> {
                    asked = block.text;
                    answer = ask(asked, token);
                }
                case "json" -> {
                    assertLike(JSON.readTree(answer), JSON.readTree(block.text), asked);
                    compared++;
                }
                default ->
                    Jdbi.create(database)
                            .useHandle(handle -> handle.createScript(block.text).execute());
            }
        }
        assertThat(compared).isEqualTo(9);
    }

    private record Block(String kind, String text) {}

    private static List<Block> blocks() throws Exception {
        return BLOCK.matcher(Files.readString(Path.of("docs", "events.md")))
                .results()
                .map(found -> new Block(found.group(1), found.group(2).strip()))
                .toList();
    }

    private void aVehicleNearby() {
        Jdbi.create(database).useHandle(handle -> {
            handle.execute(
                    "INSERT INTO tracksolid.devices (imei, vehicle_number, driver_name) VALUES ('860000000000001', 'KDA 001A', 'Amina')");
            handle.execute("""
                    INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, acc_status, source, gps_time)
                    VALUES ('860000000000001', 36.83, -1.29, ST_Point(36.83, -1.29, 4326), 0, false, 'push', now())""");
        });
    }

    /** @param text a line with method and path, and after an empty line the body, if there is one */
    private String ask(String text, String token) throws Exception {
        var parts = text.split("\\n\\n", 2);
        var line = parts[0].split(" ");
        if (line[1].startsWith("/dispatches")) {
            follow();
        }
        var request = HttpRequest.newBuilder(address.resolve(line[1]))
                .header("Authorization", "Bearer " + token)
                .method(line[0], parts.length == 1 ? BodyPublishers.noBody() : BodyPublishers.ofString(parts[1]))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /** The change log does not run in this test: what follows it looks at the last hour instead. */
    private void follow() throws Exception {
        try (var store = new EventStore(database, new SimpleMeterRegistry(), () -> {});
                var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            new Dispatcher(store, new DispatchSettings(List.of("moving", "idle", "parked"), 50), clock)
                    .rebuild(connection);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static void assertLike(JsonNode is, JsonNode told, String asked) {
        if (told.asText().equals("…")) {
            assertThat(is.isValueNode() && !is.isNull()).as(asked).isTrue();
        } else if (told.isContainerNode()) {
            assertThat(is.size()).as("%s: %s", asked, is).isEqualTo(told.size());
            if (told.isObject()) {
                told.properties()
                        .forEach(field ->
                                assertLike(is.path(field.getKey()), field.getValue(), asked + " " + field.getKey()));
            } else {
                for (var i = 0; i < told.size(); i++) {
                    assertLike(is.get(i), told.get(i), asked);
                }
            }
        } else {
            assertThat(is).as(asked).isEqualTo(told);
        }
    }
}
