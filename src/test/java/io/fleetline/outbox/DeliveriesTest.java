package io.fleetline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many endpoints, and processes that share them. */
class DeliveriesTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final List<Deliveries> running = new ArrayList<>();
    private OutboxBed bed;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() {
        bed = new OutboxBed(DATABASE);
    }

    @AfterEach
    void close() {
        running.forEach(Deliveries::close);
        bed.close();
    }

    private Deliveries process() {
        var deliveries = new Deliveries(bed.sender(), new SimpleMeterRegistry(), bed.clock(), bed.clock());
        deliveries.start(DATABASE.dataSource(), () -> {});
        running.add(deliveries);
        return deliveries;
    }

    private Deliveries sharing() {
        var deliveries = process();
        deliveries.follow();
        deliveries.share();
        return deliveries;
    }

    private void change(UUID id, Map<String, Object> columns) {
        new WebhookDesk(bed.jdbi()).change(id, columns, "token test");
    }

    @Test
    void aDeadReceiverDelaysNoOther() throws Exception {
        try (var healthy = ScriptedReceiver.plain();
                var dead = ScriptedReceiver.plain().always(ScriptedReceiver.hang())) {
            for (int i = 0; i < 10; i++) {
                bed.endpoint(dead.url(), "alarm");
            }
            bed.endpoint(healthy.url(), "alarm");
            var deliveries = sharing();
            for (int i = 1; i <= 3; i++) {
                bed.alarm("a" + i);
                deliveries.follow();
                int sent = i;
                // Less than the 15 s for which a dead one holds its own messages.
                await().untilAsserted(() -> assertThat(healthy.received()).hasSize(sent));
            }
            await().untilAsserted(() -> assertThat(dead.connections()).isEqualTo(10));
            dead.close();
        }
    }

    @Test
    void processesShareTheEndpointsAndOneTakesOverFromAnother() throws SQLException, IOException {
        try (var receiver = ScriptedReceiver.plain()) {
            for (int i = 0; i < 20; i++) {
                bed.endpoint(receiver.url(), "alarm");
            }
            var first = sharing();
            assertThat(holders()).containsExactly("20");
            var second = sharing();
            first.share();
            second.share();
            assertThat(holders()).hasSize(2);
            assertThat(holders().stream().mapToInt(Integer::parseInt).sum()).isEqualTo(20);

            bed.alarm("1");
            first.follow();
            second.follow();
            await().untilAsserted(() -> assertThat(receiver.received()).hasSize(20));

            first.close();
            second.share();
            assertThat(holders()).containsExactly("20");
            bed.alarm("2");
            second.follow();
            await().untilAsserted(() -> assertThat(receiver.received()).hasSize(40));
            assertThat(receiver.ids().stream().distinct()).hasSize(2);
        }
    }

    /** The number of endpoints of each process. */
    private List<String> holders() {
        return bed.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*)::text FROM outbox.progress WHERE holder IS NOT NULL GROUP BY holder")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void aPausedWebhookGetsAfterwardsWhatCameMeanwhile() throws Exception {
        try (var receiver = ScriptedReceiver.plain()) {
            var id = bed.endpoint(receiver.url(), "alarm");
            var deliveries = sharing();
            bed.alarm("1");
            deliveries.follow();
            await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
            change(id, Map.of("state", "paused"));
            deliveries.share();
            assertThat(holders()).isEmpty();
            bed.alarm("2");
            deliveries.follow();
            change(id, Map.of("state", "active"));
            deliveries.share();
            await().untilAsserted(() -> assertThat(receiver.received()).hasSize(2));
            assertThat(receiver.ids()).doesNotHaveDuplicates();
        }
    }

    @Test
    void anotherUrlIsUsedFromTheNextMessageOn() throws Exception {
        try (var before = ScriptedReceiver.plain();
                var after = ScriptedReceiver.plain()) {
            var id = bed.endpoint(before.url(), "alarm");
            var deliveries = sharing();
            bed.alarm("1");
            deliveries.follow();
            await().untilAsserted(() -> assertThat(before.received()).hasSize(1));
            change(id, Map.of("url", after.url()));
            deliveries.share();
            bed.alarm("2");
            deliveries.follow();
            await().untilAsserted(() -> assertThat(after.received()).hasSize(1));
            assertThat(before.received()).hasSize(1);
        }
    }
}
