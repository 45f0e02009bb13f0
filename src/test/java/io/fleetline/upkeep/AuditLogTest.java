package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static List<String> rows(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                SELECT concat_ws(' | ', actor, action, subject, details::text) FROM infrastructure.audit_log
                """).mapTo(String.class).list());
    }

    @Test
    void anActionIsNotedWithWhoAndHow() {
        try (var database = TestDatabase.create()) {
            database.jdbi()
                    .useTransaction(handle -> new AuditLog("ann")
                            .record(handle, "token create", "map", Map.of("days", 30, "cost_centres", "all")));
            assertThat(rows(database))
                    .containsExactly("ann | token create | map | {\"days\": 30, \"cost_centres\": \"all\"}");
        }
    }

    @Test
    void anActionThatIsRolledBackIsNotNoted() {
        try (var database = TestDatabase.create()) {
            assertThatThrownBy(() -> database.jdbi().useTransaction(handle -> {
                        new AuditLog("ann").record(handle, "token create", "map", Map.of());
                        throw new IllegalStateException("the action failed");
                    }))
                    .hasMessage("the action failed");
            assertThat(rows(database)).isEmpty();
        }
    }

    @Test
    void nobodyIsNoActor() {
        assertThatThrownBy(() -> new AuditLog(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
