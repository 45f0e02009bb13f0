package io.fleetline.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store of events on a database of its own. */
final class EventsBed implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");

    final TestDatabase database = TestDatabase.create();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final EventStore store = another();

    /** As another replica has it. */
    EventStore another() {
        return new EventStore(database.dataSource(), registry, () -> {});
    }

    IngestOutcome.Kept keep(String service, String payload, @Nullable String key) {
        return (IngestOutcome.Kept) store.store(event(store, service, payload, key));
    }

    IngestOutcome give(String service, String payload, @Nullable String key) {
        return store.store(event(store, service, payload, key));
    }

    /** @param payload with single quotes */
    CityEvent event(EventStore to, String service, String payload, @Nullable String key) {
        ObjectNode read = PayloadJson.read(payload.replace('\'', '"').getBytes(UTF_8));
        var schema = Objects.requireNonNull(to.catalogue(service).services().get(service));
        return CityEvent.received(EventIds.random(NOON), service, NOON, read, schema.normalised(read), key);
    }

    void sql(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    List<String> rows(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    double count(String name, String tag, String value) {
        var counter = registry.find(name).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
