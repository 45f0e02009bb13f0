package io.fleetline.outbox;

import static io.fleetline.outbox.OutboxBed.settle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** City events as deliveries. */
class EventsDeliveredTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final String RECEIVED = "0192f0c1-0000-7000-8000-000000000001";
    private static final String DERIVED = "0192f0c1-0000-7000-8000-000000000002";

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void anEventAndWhatIsDerivedFromItAreSentToThoseWhoWantEvents() throws Exception {
        try (var bed = new OutboxBed(DATABASE);
                var wants = ScriptedReceiver.plain();
                var other = ScriptedReceiver.plain()) {
            var work = bed.work(bed.slowEndpoint(wants.url(), "event"));
            var otherWork = bed.work(bed.slowEndpoint(other.url(), "alarm", "trip"));
            bed.sql("""
                INSERT INTO events.events (id, service, origin, event_time, payload, normalized_payload) VALUES
                    ('%s', 'energy', 'energy', now(), '{"energy": 612.5, "meter": "M-7"}', '{"energy": 612.5}');
                INSERT INTO events.events (id, service, origin, event_time, payload, normalized_payload, source_event_id, depth, rule_id, rule_version, explanation) VALUES
                    ('%s', 'security', 'energy', now(), '{"alert": "possible_risk"}', '{"alert": "possible_risk"}', '%s', 1, 'critical_energy_usage', 1, '{}')
                """.formatted(RECEIVED, DERIVED, RECEIVED));
            bed.tick();
            settle(work);
            settle(otherWork);

            assertThat(other.received()).isEmpty();
            assertThat(wants.received()).hasSize(2);
            var json = new ObjectMapper();
            var received = json.readTree(wants.received().getFirst().body());
            assertThat(received.path("type").asText()).isEqualTo("io.fleetline.event.received");
            assertThat(received.path("subject").asText()).isEqualTo("energy");
            assertThat(received.at("/data/id").asText()).isEqualTo(RECEIVED);
            assertThat(received.at("/data/payload/meter").asText()).isEqualTo("M-7");
            var derived = json.readTree(wants.received().getLast().body());
            assertThat(derived.path("type").asText()).isEqualTo("io.fleetline.event.derived");
            assertThat(derived.at("/data/source_event_id").asText()).isEqualTo(RECEIVED);
        }
    }
}
