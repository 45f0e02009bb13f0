package io.fleetline.store;

import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fleetline.TestDatabase;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.store.table.FixTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KindsTest {

    private static TestDatabase database;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void aKindHasOneWriterFromTheTimeThatItIsAskedFor() {
        try (var store = store()) {
            assertThat(queues()).isEmpty();
            var writer = store.writer(FixTable.KIND);
            assertThat(store.writer(FixTable.KIND)).isSameAs(writer);
            assertThat(queues()).containsExactly("tracksolid.position_history");
        }
    }

    @Test
    void aWriterThatIsAskedForAfterTheEndTakesNothing() {
        var store = store();
        store.close();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1)))));
    }

    private Store store() {
        return new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.fixed(Facts.NOON), registry);
    }

    private List<String> queues() {
        return registry.find("fleetline.store.queued.facts").gauges().stream()
                .map(gauge -> gauge.getId().getTag("table"))
                .toList();
    }
}
