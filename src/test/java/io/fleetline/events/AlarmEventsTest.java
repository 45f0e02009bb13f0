package io.fleetline.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.LogPosition;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmEventsTest {
    private static final EventsBed BED = new EventsBed();
    private static final LogPosition NOWHERE = new LogPosition("00000000", 1, 1);

    @AfterAll
    static void close() {
        BED.close();
    }

    private static void follow(boolean gone, String... types) throws Exception {
        var touched = List.of(types).stream()
                .map(type -> new Touched("861", EventsBed.NOON, EventsBed.NOON, type))
                .toList();
        try (var connection = BED.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new AlarmEvents(BED.store)
                    .apply(connection, List.of(new Change(NOWHERE, EventsBed.NOON, "alarms", gone, touched)));
            connection.commit();
        }
    }

    @BeforeEach
    void empty() {
        BED.sql("DELETE FROM events.events");
        BED.sql("DELETE FROM events.dedupe");
    }

    @Test
    void aCriticalAlarmIsOneEventToWhichRulesApply() throws Exception {
        BED.sql("""
                INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, alarm_name, severity, lat, lng) VALUES
                    ('861', '2026-05-30 12:00Z', '1', 'SOS', 'critical', -1.25, 36.75),
                    ('861', '2026-05-30 12:00Z', '6', 'speeding', 'warning', -1.25, 36.75),
                    ('861', '2026-05-30 12:00Z', '9', 'crash', 'critical', NULL, NULL);
                INSERT INTO events.rules (id, version, service, condition, derives) VALUES
                    ('sos', 1, 'fleet', '{"all": [{"field": "alarm_name", "is": "SOS"}, {"field": "severity", "is": "critical"}]}',
                     '[{"service": "security", "payload": {"help": "{imei}", "lat": "{lat}"}}]')
                """);
        follow(false, "1", "6", "9", "none");
        follow(false, "1");
        follow(true, "1");
        assertThat(
                        BED.rows(
                                "SELECT concat_ws(' ', service, origin, event_time = '2026-05-30 12:00Z', payload::text) FROM events.events ORDER BY payload ->> 'alarm_type'"))
                .containsExactly(
                        "fleet fleet t {\"lat\": -1.25, \"lon\": 36.75, \"imei\": \"861\", \"severity\": \"critical\", \"alarm_name\": \"SOS\", \"alarm_type\": \"1\"}",
                        "fleet fleet t {\"lat\": null, \"lon\": null, \"imei\": \"861\", \"severity\": \"critical\", \"alarm_name\": \"crash\", \"alarm_type\": \"9\"}",
                        "security fleet t {\"lat\": -1.25, \"help\": \"861\"}");
        assertThat(BED.rows("SELECT reporting.fn_events(NULL, NULL, NULL, NULL, NULL, NULL, 10, 0, false)::text"))
                .as("to those who may not see all vehicles")
                .containsExactly("([],)");
    }

    @Test
    void rebuildingTakesTheAlarmsOfTheLastHour() throws Exception {
        BED.sql("""
                INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, severity) VALUES
                    ('862', now() - interval '59 minutes', 'young', 'critical'), ('862', now() - interval '61 minutes', 'old', 'critical')
                """);
        try (var connection = BED.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new AlarmEvents(BED.store).rebuild(connection);
            connection.commit();
        }
        assertThat(BED.rows("SELECT payload ->> 'alarm_type' FROM events.events WHERE payload ->> 'imei' = '862'"))
                .containsExactly("young");
    }
}
