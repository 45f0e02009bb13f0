package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fleetline.TestDatabase;
import io.fleetline.store.IngestionLog;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CallsTest {

    @Test
    void anUnexpectedFaultIsAnOutcomeToo() {
        try (var database = TestDatabase.create();
                var log = new IngestionLog(database.dataSource())) {
            var calls = new Calls(log, InstantSource.system());
            assertThatIllegalStateException()
                    .isThrownBy(() -> calls.logged("jimi.device.alarm.list", "fleet", () -> {
                        throw new IllegalStateException("a key that was not sent");
                    }));
            log.flush();
            String logged = database.jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            SELECT endpoint || ' ' || account || ' ' || outcome || ' ' || error FROM tracksolid.ingestion_log
                            """).mapTo(String.class).one());
            assertThat(logged)
                    .isEqualTo("jimi.device.alarm.list fleet failed unexpected: java.lang.IllegalStateException:"
                            + " a key that was not sent");
        }
    }
}
