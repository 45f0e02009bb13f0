package io.fleetline.outbox;

import static org.awaitility.Awaitility.await;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.change.ChangeReader;
import io.fleetline.change.LogSwitch;
import io.fleetline.change.Ticker;
import io.fleetline.outbox.receiver.AddressLookup;
import io.fleetline.outbox.receiver.AddressRange;
import io.fleetline.outbox.receiver.PinnedHttp;
import io.fleetline.outbox.receiver.TargetRules;
import io.fleetline.outbox.signature.WebhookSecret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A database with a change log that is ticked by hand, a clock that is set by hand, and endpoints on loopback. */
final class OutboxBed implements AutoCloseable {
    static final String VAN = "860000000000001";
    static final String CAR = "860000000000002";

    private final TestDatabase database;
    private final Vertx vertx = Vertx.vertx();
    private final PinnedHttp http = new PinnedHttp(vertx, null);
    private final SettableClock clock = new SettableClock(Instant.now());
    private final Ticker ticker;

    OutboxBed(TestDatabase database) {
        this.database = database;
        LogSwitch.close(database.direct());
        sql(
                "DELETE FROM outbox.endpoints; DELETE FROM outbox.senders; DELETE FROM tracksolid.alarms; DELETE FROM tracksolid.trips");
        sql(
                "INSERT INTO tracksolid.devices (imei, cost_centre) VALUES ('%s', 'North'), ('%s', 'South') ON CONFLICT DO NOTHING"
                        .formatted(VAN, CAR));
        LogSwitch.open(database.direct());
        ticker = new Ticker(database.direct(), Duration.ofMillis(1), _ -> {});
        // The first tick waits for all transactions that began before.
        await().until(() -> {
            ticker.turn();
            return isTicking();
        });
    }

    private boolean isTicking() throws SQLException {
        try (var handle = jdbi().open()) {
            return ChangeReader.newest(handle.getConnection()).isPresent();
        }
    }

    Jdbi jdbi() {
        return database.jdbi();
    }

    SettableClock clock() {
        return clock;
    }

    void sql(String sql) {
        jdbi().useHandle(handle -> handle.createScript(sql).execute());
    }

    String text(String query) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    void tick() {
        ticker.turn();
    }

    /** An alarm of now, and a tick. */
    void alarm(String imei, String type, String severity) {
        sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, alarm_name, severity, source)
            VALUES ('%s', '%s', now(), 'Geofence', '%s', 'push')
            """.formatted(imei, type, severity));
        tick();
    }

    void alarm(String type) {
        alarm(VAN, type, "warning");
    }

    void trip(String imei) {
        sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
            VALUES ('%s', date_trunc('second', now()) - INTERVAL '10 minutes', date_trunc('second', now()), 7.5, 'poll')
            """.formatted(imei));
        tick();
    }

    private WebhookDesk desk() {
        return new WebhookDesk(database.jdbi());
    }

    WebhookHistory history() {
        return new WebhookHistory(desk());
    }

    UUID endpoint(String url, String... kinds) throws SQLException {
        return endpoint(Map.of("url", url, "kinds", kinds));
    }

    /** One that gets a message only after the one before, so that they arrive in their order. */
    UUID slowEndpoint(String url, String... kinds) throws SQLException {
        return endpoint(Map.of("url", url, "kinds", kinds, "concurrency", 1));
    }

    UUID endpoint(Map<String, Object> columns) throws SQLException {
        var json = desk().create(columns, WebhookSecret.random(), "token test");
        return UUID.fromString(json.replaceFirst("(?s).*\"id\": \"([^\"]+)\".*", "$1"));
    }

    EndpointWork.Tools tools() {
        return tools(database.jdbi());
    }

    /** @param books where what has been done is written */
    EndpointWork.Tools tools(Jdbi books) {
        var jdbi = database.jdbi();
        return new EndpointWork.Tools(
                new EventSource(jdbi),
                new EndpointRows(jdbi),
                new Bookkeeper(books),
                sender(),
                new OutboxMetrics(new SimpleMeterRegistry()),
                clock,
                clock);
    }

    Sender sender() {
        var rules = new TargetRules(List.of(AddressRange.parse("127.0.0.0/8")));
        return new Sender(new AddressLookup(InetAddress::getAllByName), rules, http, clock, Sender.DEADLINE);
    }

    EndpointWork work(UUID endpoint) {
        return work(endpoint, tools());
    }

    /** Begins as the database says. */
    EndpointWork work(UUID endpoint, EndpointWork.Tools tools) {
        return new EndpointWork(tools, tools.rows().load(List.of(endpoint)).getFirst(), CircuitBreaker.CLOSED);
    }

    /** Until there is nothing to do. */
    static EndpointWork.Turn settle(EndpointWork work) throws Exception {
        var turn = work.turn();
        while (turn == EndpointWork.Turn.BUSY) {
            turn = work.turn();
        }
        return turn;
    }

    @Override
    public void close() {
        ticker.close();
        http.close();
        vertx.close();
    }
}
