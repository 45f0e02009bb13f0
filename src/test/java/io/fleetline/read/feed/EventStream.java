package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/** A client at {@code /live/stream}. */
final class EventStream implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<Stream<String>> response;
    private final Iterator<String> lines;

    /** The last id that it has read. */
    String lastId = "";

    EventStream(URI address, String... headers) {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            response = http.send(request.build(), BodyHandlers.ofLines());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        lines = response.body().iterator();
    }

    HttpResponse<?> response() {
        return response;
    }

    /** The data of the next event, which must be of this type. */
    JsonNode next(String type) {
        var event = "";
        while (true) {
            var line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            } else if (line.startsWith("data: ")) {
                assertThat(event).as(line).isEqualTo(type);
                return LiveSocket.tree(line.substring(6));
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
