package io.fleetline.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A hub that pushes ended trips and alarms in turn, one after the other, and repeats each until it is acknowledged. The number of an event determines its
 * vehicle and its time.
 */
final class EventLoad implements AutoCloseable {
    static final String TOKEN = "hub-1";
    static final int VEHICLES = 20;

    private static final int PAUSE_MS = 5;
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(2);
    private static final long FIRST_IMEI = 860_000_000_000_000L;
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(20));
    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final Supplier<ServiceProcess> service;
    private volatile int acknowledged;

    /** @param service the one that takes pushes now */
    EventLoad(Supplier<ServiceProcess> service) {
        this.service = service;
    }

    /** Every vehicle gets a position first: without one nobody is shown its events. */
    EventLoad start() {
        var fixes = IntStream.range(0, VEHICLES)
                .mapToObj(vehicle -> "{\"deviceImei\":\"%d\",\"gpsTime\":\"%s\",\"lat\":-1.2921,\"lng\":36.8219}"
                        .formatted(FIRST_IMEI + vehicle, WIRE_TIME.format(Instant.now())))
                .toList();
        service.get()
                .waitUntil(
                        Duration.ofSeconds(60),
                        Duration.ofMillis(100),
                        () -> push("/pushgps", String.join(",", fixes)));
        pace.scheduleWithFixedDelay(this::pushNext, 0, PAUSE_MS, MILLISECONDS);
        return this;
    }

    private void pushNext() {
        int number = acknowledged;
        var imei = FIRST_IMEI + number % VEHICLES;
        var time = timeOf(number);
        var done = number % 2 == 0
                ? push("/pushtripreport", """
                        {"deviceImei":"%d","beginTime":"%s","endTime":"%s","distance":"15500"}""".formatted(
                                imei, WIRE_TIME.format(time), WIRE_TIME.format(time.plusSeconds(1))))
                : push("/pushalarm", """
                        {"type":"DEVICE","msgClass":0,"msg":{"deviceImei":"%d","alertType":"143","alarmTime":"%s"}}""".formatted(imei, WIRE_TIME.format(time)));
        if (done) {
            acknowledged = number + 1;
        }
    }

    private boolean push(String path, String items) {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%d%s".formatted(service.get().port(), path)))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(15))
                .POST(BodyPublishers.ofString("{\"token\":\"%s\",\"data_list\":[%s]}".formatted(TOKEN, items)))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Instant timeOf(int number) {
        return start.plus(BETWEEN_EVENTS.multipliedBy(number / VEHICLES));
    }

    /** The number of an event that a client has got: a trip that has ended, or an alarm. */
    int numberOf(JsonNode event) {
        var isTrip = event.path("kind").asText().equals("trip");
        var time = OffsetDateTime.parse(
                event.path(isTrip ? "start_time" : "alarm_time").asText());
        var round = Duration.between(start, time.toInstant()).dividedBy(BETWEEN_EVENTS);
        return Math.toIntExact(round * VEHICLES + event.path("imei").asLong() - FIRST_IMEI);
    }

    /** How many events have been acknowledged; their numbers are below this one. */
    int acknowledged() {
        return acknowledged;
    }

    /** The numbers of all events that have been acknowledged, now that no more are sent. */
    List<Integer> finish() {
        pace.close();
        return IntStream.range(0, acknowledged).boxed().toList();
    }

    @Override
    public void close() {
        pace.shutdownNow();
        http.shutdownNow();
    }
}
