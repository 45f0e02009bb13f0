package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that comes back after more than is read from the log at once. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LongAbsenceTest {
    /** More than the ticks that are read at once, and with the trips of two frames. */
    private static final int TRIPS = 1_005;

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/live")
    URI address;

    @Test
    void itHasEveryTripAlsoWhenEachIsInATickOfItsOwn() {
        try (var bed = new LiveBed(database, feed)) {
            String cursor;
            try (var client = new LiveSocket(address)) {
                cursor = client.next("hello").path("cursor").asText();
            }
            bed.tripsInTicks("m", TRIPS);
            bed.tell();
            try (var client = new LiveSocket(address)) {
                client.next("hello");
                client.send("{\"type\":\"subscribe\",\"kinds\":[\"trip\"],\"cursor\":\"%s\"}".formatted(cursor));
                assertThat(client.trips(TRIPS))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, TRIPS).boxed().toList());
            }
        }
    }
}
