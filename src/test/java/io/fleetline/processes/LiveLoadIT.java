package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.TestDatabase;
import io.fleetline.read.feed.LiveSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Many clients with different filters, while fixes of many vehicles are pushed: each gets each state of its vehicle. Prints how late. */
class LiveLoadIT {
    private static final Logger LOG = Logger.getLogger(LiveLoadIT.class);
    private static final int CLIENTS = Integer.getInteger("fleetline.live.clients", 40);
    private static final int VEHICLES = Integer.getInteger("fleetline.live.vehicles", 400);
    private static final int ROUNDS = Integer.getInteger("fleetline.live.rounds", 10);
    private static final int WARM_UP_ROUNDS = ROUNDS / 2;
    private static final int ITEMS = 200;
    private static final String TOKEN = "hub-1";
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
    private final List<Long> latenciesNanos = new ArrayList<>();

    /** When the request with the fixes of a round and its first vehicle was sent. */
    private final Map<String, Long> sentNanos = new ConcurrentSkipListMap<>();

    @Test
    void eachClientGetsEachStateOfItsVehicle() {
        try (var database = TestDatabase.create();
                var service = ServiceProcess.start(
                                Map.of(
                                        "DATABASE_URL",
                                        database.url(),
                                        "FLEETLINE_ROLES",
                                        "webhook,read",
                                        "READ_LIVE_CONNECTIONS",
                                        "0",
                                        "JIMI_WEBHOOK_TOKEN",
                                        TOKEN),
                                "serve")
                        .waitHealthy();
                var http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> push(http, service, 0));
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                connect(service).close();
                return true;
            });
            var clients =
                    IntStream.range(0, CLIENTS).mapToObj(_ -> connect(service)).toList();
            for (int number = 0; number < CLIENTS; number++) {
                clients.get(number).subscribe("\"filters\":{\"imei\":\"%s\"}".formatted(imei(vehicleOf(number))));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                push(http, service, round);
                for (int number = 0; number < CLIENTS; number++) {
                    readTo(round, clients.get(number), vehicleOf(number));
                }
            }
            clients.forEach(LiveSocket::close);
            print();
        }
    }

    private static int vehicleOf(int client) {
        return client * 7 % VEHICLES;
    }

    private static String imei(int vehicle) {
        return String.valueOf(860_000_000_000_000L + vehicle);
    }

    private static LiveSocket connect(ServiceProcess service) {
        return new LiveSocket(URI.create("http://127.0.0.1:%d/live".formatted(service.port())));
    }

    /** One fix of each vehicle. */
    private void push(HttpClient http, ServiceProcess service, int round) {
        for (int first = 0; first < VEHICLES; first += ITEMS) {
            var items = IntStream.range(first, Math.min(first + ITEMS, VEHICLES))
                    .mapToObj(vehicle -> item(vehicle, round))
                    .collect(Collectors.joining(",", "[", "]"));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/pushgps".formatted(service.port())))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"token\":\"%s\",\"data_list\":%s}".formatted(TOKEN, items)))
                    .build();
            sentNanos.put(round + " " + first / ITEMS, System.nanoTime());
            var answer = http.sendAsync(request, BodyHandlers.ofString()).join();
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private String item(int vehicle, int round) {
        return "{\"deviceImei\":\"%s\",\"gpsTime\":\"%s\",\"lat\":-1.%d,\"lng\":36.8219}"
                .formatted(imei(vehicle), WIRE_TIME.format(start.plusSeconds(round)), 1000 + round);
    }

    private void readTo(int round, LiveSocket client, int vehicle) {
        long seen = 0;
        while (seen < round) {
            var frame = client.nextTimed();
            for (var change : frame.json().path("changes")) {
                seen = roundOf(change);
                if (seen > WARM_UP_ROUNDS) {
                    latenciesNanos.add(frame.nanos() - sentNanos.get(seen + " " + vehicle / ITEMS));
                }
            }
        }
    }

    private long roundOf(JsonNode change) {
        var time =
                OffsetDateTime.parse(change.at("/vehicle/properties/gps_time").asText());
        return Duration.between(start, time.toInstant()).toSeconds();
    }

    private void print() {
        latenciesNanos.sort(null);
        LOG.infof(
                "%d clients, %d vehicles, %d rounds: %d changes, push request to frame p50 %d ms, p99 %d ms",
                CLIENTS, VEHICLES, ROUNDS, latenciesNanos.size(), percentileMs(0.5), percentileMs(0.99));
    }

    private long percentileMs(double share) {
        return Duration.ofNanos(latenciesNanos.get((int) (share * (latenciesNanos.size() - 1))))
                .toMillis();
    }
}
