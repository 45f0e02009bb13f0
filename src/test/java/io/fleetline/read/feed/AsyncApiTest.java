package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of a running service are those of docs/asyncapi.yaml. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/live")
    URI address;

    JsonNode description;

    @BeforeEach
    void read() throws Exception {
        description = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("docs/asyncapi.yaml").toFile());
    }

    @Test
    void everyMessageOfTheServiceIsAsDescribed() {
        var frames = new ArrayList<JsonNode>();
        try (var bed = new LiveBed(database, feed);
                var binary = new LiveSocket(address);
                var client = new LiveSocket(address)) {
            frames.add(dictionary(binary));
            frames.add(client.next("hello"));
            client.send(
                    "{\"type\":\"subscribe\",\"filters\":{\"cost_centre\":[\"North\"]},\"cursor\":\"ffffffff.1.0\"}");
            frames.add(client.next("reset"));
            frames.add(client.next("snapshot"));
            bed.trip("m", 9);
            bed.alarm("m", "144");
            bed.sql("INSERT INTO tracksolid.trips (imei, start_time, source) VALUES ('m', now(), 'poll')");
            bed.fix("m", 36.8, -1.3, 55);
            bed.tell();
            frames.addAll(client.changeFrames(4));
            bed.sql("DELETE FROM tracksolid.trips");
            bed.sql("DELETE FROM tracksolid.alarms");
            bed.tell();
            frames.addAll(client.changeFrames(3));
            bed.sql("UPDATE tracksolid.devices SET cost_centre = NULL WHERE imei = 'm'");
            bed.tell();
            frames.add(client.next("out"));
            client.send("{\"type\":\"ping\"}");
            frames.add(client.next("pong"));
            client.send("{}");
            frames.add(client.next("error"));
        }
        frames.add(LiveSocket.tree(
                FeedFrame.tick(TestVehicles.at(7), TestVehicles.NOW).json()));
        frames.forEach(this::assertFits);
        var described = new TreeSet<String>();
        description
                .at("/operations/tell/messages")
                .forEach(message -> described.add(message.path("$ref").asText().replaceFirst(".*/", "")));
        assertThat(described.remove("positions")).as("is decoded above").isTrue();
        assertThat(frames).extracting(frame -> frame.path("type").asText()).containsAll(described);
    }

    /** Its binary messages hold what the JSON messages hold. */
    private JsonNode dictionary(LiveSocket client) {
        client.next("hello");
        client.send("{\"type\":\"subscribe\",\"positions\":\"binary\"}");
        var dictionary = client.next("dictionary");
        var positions = new BinaryFrames();
        positions.learn(dictionary);
        assertFits(positions.decode(client.nextBinary()));
        return dictionary;
    }

    private void assertFits(JsonNode frame) {
        assertThat(faults(frame.path("type").asText(), frame))
                .as(frame.toString())
                .isEmpty();
    }

    private Iterable<?> faults(String schema, JsonNode frame) {
        var document = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
        document.set("components", description.path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(document, WITH_FORMATS)
                .validate(frame);
    }

    @Test
    void theMessagesOfClientsThatItDescribesAreUnderstood() throws Exception {
        for (var message : List.of(
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"filters\":{\"imei\":\"1,2\",\"acc_status\":\"on\"},\"bbox\":[1,2,3,4],\"kinds\":[\"trip\"],\"rate\":0.5,\"positions\":\"binary\"}",
                "{\"type\":\"unsubscribe\"}",
                "{\"type\":\"ping\"}")) {
            var frame = LiveSocket.tree(message);
            assertFits(frame);
            assertThat(ClientFrame.read(message)).isNotNull();
        }
        var wrong = (ObjectNode) LiveSocket.tree("{\"type\":\"subscribe\",\"speed\":1}");
        assertThat(faults("subscribe", wrong)).isNotEmpty();
    }
}
