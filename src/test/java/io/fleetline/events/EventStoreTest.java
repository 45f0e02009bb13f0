package io.fleetline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.change.Change;
import io.fleetline.change.ChangeReader;
import io.fleetline.change.LogSwitch;
import io.fleetline.change.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStoreTest {
    private static final EventsBed BED = new EventsBed();
    private static final String EMERGENCY =
            "{'patient_id': 7, 'alert': 'emergency', 'location': 'Uhuru Park', 'ward': 3}";

    @AfterAll
    static void close() {
        BED.close();
    }

    @BeforeEach
    void empty() {
        BED.sql("DELETE FROM events.events");
        BED.sql("DELETE FROM events.dedupe");
    }

    @Test
    void anEmergencyBringsAVehicleAndAnEscort() {
        var kept = BED.keep("health", EMERGENCY, null);
        assertThat(kept.derived()).hasSize(2);
        assertThat(BED.rows("""
                SELECT concat_ws(' ', service, depth, deduplication_key, source_event_id = '%s', event_time = '2026-05-30 12:00Z',
                                 rule_id, rule_version, payload = normalized_payload, payload::text)
                FROM events.events WHERE depth > 0 ORDER BY seq""".formatted(kept.id())))
                .containsExactly(
                        "transport 1 health_emergency_7 t t health_emergency 1 t {\"action\": \"dispatch_nearest_vehicle\", \"reason\": \"health_emergency\", \"location\": \"Uhuru Park\", \"patient_id\": 7}",
                        "security 1 health_emergency_7 t t health_emergency 1 t {\"action\": \"escort_and_clear_traffic\", \"reason\": \"health_emergency\", \"location\": \"Uhuru Park\", \"priority\": \"high\", \"patient_id\": 7}");
        assertThat(
                        BED.rows(
                                "SELECT concat_ws(' ', normalized_payload::text, derived_ids::text) FROM events.events WHERE depth = 0"))
                .containsExactly("{\"alert\": \"emergency\", \"location\": \"Uhuru Park\", \"patient_id\": 7} {%s,%s}"
                        .formatted(kept.derived().getFirst(), kept.derived().getLast()));
        assertThat(BED.rows("SELECT explanation::text FROM events.events WHERE service = 'security'"))
                .containsExactly(
                        "{\"rule\": \"health_emergency\", \"inputs\": {\"alert\": \"emergency\", \"location\": \"Uhuru Park\", \"patient_id\": 7}, \"version\": 1}");
    }

    @Test
    void fiveHundredKilowattHoursAreNotTooMuch() {
        assertThat(BED.keep("energy", "{'energy': 500.0, 'neighborhood': 'Karen'}", null)
                        .derived())
                .isEmpty();
        var kept = BED.keep("energy", "{'energy': 500.01, 'neighborhood': 'Karen'}", null);
        assertThat(BED.rows("SELECT service || deduplication_key || payload::text FROM events.events WHERE id = '%s'"
                        .formatted(kept.derived().getFirst())))
                .containsExactly(
                        "securitycritical_energy_usage_Karen{\"alert\": \"possible_risk\", \"energy\": 500.01, \"reason\": \"critical_energy_usage\", \"neighborhood\": \"Karen\"}");
    }

    /** An emergency of nobody known must not be taken for an earlier one of nobody known. */
    @Test
    void withoutAPatientOrANeighbourhoodThereIsNoKeyAndEachCounts() {
        var one = BED.keep("health", "{'alert': 'emergency'}", null);
        var other = BED.keep("health", "{'alert': 'emergency'}", null);
        assertThat(new HashSet<>(one.derived())).hasSize(2).doesNotContainAnyElementsOf(other.derived());
        assertThat(BED.keep("energy", "{'energy': 501}", null).derived())
                .doesNotContainAnyElementsOf(
                        BED.keep("energy", "{'energy': 501}", null).derived());
        assertThat(BED.rows("SELECT deduplication_key FROM events.events WHERE deduplication_key IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void aSecondEmergencyOfAPatientFindsTheVehicleThatWasSent() {
        var one = BED.keep("health", EMERGENCY, null);
        var other = BED.keep("health", "{'patient_id': 7, 'alert': 'emergency', 'location': 'elsewhere'}", null);
        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(other.derived()).isEqualTo(one.derived());
        assertThat(BED.rows("SELECT count(*) FROM events.events")).containsExactly("4");
    }

    @Test
    void aRepeatIsTheSameEventAndAnotherPayloadIsRefused() {
        var first = BED.keep("health", EMERGENCY, "k");
        var replica = BED.another();
        try {
            assertThat(replica.store(BED.event(
                            replica,
                            "health",
                            "{'ward': 3.0, 'location': 'Uhuru Park', 'patient_id': 7, 'alert': 'emergency'}",
                            "k")))
                    .isEqualTo(first);
        } finally {
            replica.close();
        }
        assertThat(BED.give("health", "{'patient_id': 7, 'alert': 'emergency'}", "k"))
                .isEqualTo(new IngestOutcome.KeyReused(first.id()));
        assertThat(BED.keep("energy", "{}", "k").id()).isNotEqualTo(first.id());
        assertThat(BED.rows("SELECT count(*) FROM events.events")).containsExactly("4");
    }

    @Test
    void equalRequestsAtTheSameTimeAreOneEvent() throws Exception {
        var replica = BED.another();
        var outcomes = new HashSet<IngestOutcome>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new CountDownLatch(1);
            var answers = new ArrayList<Future<IngestOutcome>>();
            for (var i = 0; i < 200; i++) {
                var store = i % 2 == 0 ? BED.store : replica;
                answers.add(callers.submit(() -> {
                    together.await();
                    return store.store(BED.event(store, "health", EMERGENCY, "storm"));
                }));
            }
            together.countDown();
            for (var answer : answers) {
                outcomes.add(answer.get());
            }
        } finally {
            replica.close();
        }
        assertThat(outcomes).hasSize(1);
        assertThat(BED.rows("SELECT service FROM events.events ORDER BY service"))
                .containsExactly("health", "security", "transport");
    }

    @Test
    void ofTwoPayloadsAtTheSameTimeOneIsStored() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<IngestOutcome>>();
            for (var i = 0; i < 100; i++) {
                var payload = "{'bus_id': %d}".formatted(i % 2);
                answers.add(callers.submit(() -> BED.give("transport", payload, "bus")));
            }
            var kept = 0;
            for (var answer : answers) {
                kept += answer.get() instanceof IngestOutcome.Kept ? 1 : 0;
            }
            assertThat(kept).isEqualTo(50);
        }
        assertThat(BED.rows("SELECT count(*) FROM events.events")).containsExactly("1");
    }

    @Test
    void aRuleThatFailsStopsNoOther() {
        BED.sql("""
                INSERT INTO events.services (name, fields) VALUES ('water', '{"level": "number", "place": "text"}');
                INSERT INTO events.rules (id, version, service, condition, derives) VALUES
                    ('water_broken', 1, 'water', '{"field": "place", "above": 1}', '[{"service": "security", "payload": {}}]'),
                    ('water_high', 1, 'water', '{"field": "level", "above": 3}', '[{"service": "security", "payload": {"flood": "{place}"}}]'),
                    ('water_unknown', 1, 'water', '{"field": "colour", "is": 1}', '[{"service": "security", "payload": {}}]'),
                    ('water_nowhere', 1, 'water', '{"field": "level", "above": 3}', '[{"service": "nowhere", "payload": {}}]')
                """);
        var kept = BED.keep("water", "{'level': 4, 'place': 'Athi'}", null);
        assertThat(BED.rows(
                        "SELECT payload::text FROM events.events WHERE source_event_id = '%s'".formatted(kept.id())))
                .containsExactly("{\"flood\": \"Athi\"}");
        assertThat(BED.count("fleetline.events.rule.failures", "rule", "water_broken"))
                .isEqualTo(1);
    }

    @Test
    void aRuleCountsFromItsNewestVersionOnUnlessItIsSwitchedOff() {
        BED.sql("""
                INSERT INTO events.services (name, fields) VALUES ('noise', '{"db": "number"}');
                INSERT INTO events.rules (id, version, service, condition, derives) VALUES
                    ('noise_loud', 1, 'noise', '{"field": "db", "above": 90}', '[{"service": "security", "payload": {"v": 1}}]')
                """);
        assertThat(BED.keep("noise", "{'db': 85}", null).derived()).isEmpty();
        BED.sql("""
                INSERT INTO events.rules (id, version, service, condition, derives) VALUES
                    ('noise_loud', 2, 'noise', '{"field": "db", "above": 80}', '[{"service": "security", "payload": {"v": 2}}]')
                """);
        assertThat(BED.keep("noise", "{'db': 85}", null).derived()).hasSize(1);
        BED.sql("UPDATE events.rules SET enabled = false WHERE id = 'noise_loud' AND version = 2");
        assertThat(BED.keep("noise", "{'db': 95}", null).derived()).isEmpty();
        assertThatThrownBy(() -> BED.sql("UPDATE events.rules SET note = 'x' WHERE id = 'noise_loud'"))
                .hasMessageContaining("stays as it is");
        assertThatThrownBy(() -> BED.sql("DELETE FROM events.rules WHERE id = 'noise_loud'"))
                .hasMessageContaining("stays as it is");
        assertThat(BED.rows("""
                SELECT concat_ws(' ', action, subject, details ->> 'version') FROM infrastructure.audit_log
                WHERE subject = 'noise_loud' ORDER BY id"""))
                .containsExactly("rule create noise_loud 1", "rule create noise_loud 2", "rule disable noise_loud 2");
    }

    @Test
    void rulesInACircleEnd() {
        BED.sql("""
                INSERT INTO events.services (name, fields) VALUES ('ping', '{}'), ('pong', '{}');
                INSERT INTO events.rules (id, version, service, condition, derives) VALUES
                    ('ping', 1, 'ping', '{"not": {"field": "x", "is": 1}}', '[{"service": "pong", "payload": {}}]'),
                    ('pong', 1, 'pong', '{"not": {"field": "x", "is": 1}}', '[{"service": "ping", "payload": {}}]')
                """);
        BED.keep("ping", "{}", null);
        assertThat(BED.rows("SELECT service || depth FROM events.events ORDER BY depth"))
                .containsExactly("ping0", "pong1", "ping2", "pong3", "ping4", "pong5", "ping6", "pong7", "ping8");
        assertThat(BED.count("fleetline.events.rule.failures", "rule", "ping")).isEqualTo(1);
    }

    @Test
    void idsOfDerivedEventsAreTheSameForTheSame() {
        var cause = EventIds.random(EventsBed.NOON);
        assertThat(EventIds.derived(cause, "r", 1, 0)).isEqualTo(EventIds.derived(cause, "r", 1, 0));
        assertThat(List.of(
                        EventIds.derived(cause, "r", 1, 0),
                        EventIds.derived(cause, "r", 1, 1),
                        EventIds.derived(cause, "r", 2, 0),
                        EventIds.derived(cause, "q", 1, 0)))
                .doesNotHaveDuplicates()
                .allSatisfy(id ->
                        assertThat(id.toString()).startsWith(cause.toString().substring(0, 13)));
        assertThat(cause.version()).isEqualTo(7);
        assertThat(EventIds.derived(cause, "r", 1, 0).version()).isEqualTo(8);
        assertThat(EventIds.derived(cause, "r", 1, 0).variant()).isEqualTo(2);
    }

    @Test
    void anEventThatTheDatabaseRefusesDoesNotHarmOthersOfItsBatch() throws Exception {
        BED.sql("ALTER TABLE events.events ADD CONSTRAINT no_bus CHECK (payload ->> 'bus_id' IS DISTINCT FROM '13')");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<IngestOutcome>>();
            for (var i = 0; i < 20; i++) {
                var payload = "{'bus_id': %d}".formatted(i);
                answers.add(callers.submit(() -> BED.give("transport", payload, null)));
            }
            for (var i = 0; i < 20; i++) {
                assertThat(answers.get(i).get())
                        .isInstanceOf(i == 13 ? IngestOutcome.Unstorable.class : IngestOutcome.Kept.class);
            }
        } finally {
            BED.sql("ALTER TABLE events.events DROP CONSTRAINT no_bus");
        }
    }

    @Test
    void theChangeLogNamesEachEvent() throws Exception {
        LogSwitch.open(BED.database.direct());
        var ticker = new Ticker(BED.database.direct(), Duration.ofMillis(1), _ -> {});
        try (var connection = BED.database.dataSource().getConnection()) {
            ticker.turn();
            var start = ChangeReader.newest(connection).orElseThrow();
            var kept = BED.keep("health", EMERGENCY, null);
            ticker.turn();
            var ids = new ArrayList<>(List.of(kept.id()));
            ids.addAll(kept.derived());
            var changes = ChangeReader.after(connection, start, 10);
            assertThat(Change.rows(changes, "event"))
                    .extracting(row -> row.imei() + " " + row.from() + " " + row.detail())
                    .containsExactly(
                            "health 2026-05-30T12:00:00Z " + ids.get(0),
                            "transport 2026-05-30T12:00:00Z " + ids.get(1),
                            "security 2026-05-30T12:00:00Z " + ids.get(2));
        } finally {
            ticker.close();
            LogSwitch.close(BED.database.direct());
        }
    }
}
