package io.fleetline.events;

import io.fleetline.events.Claims.Holder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stores received events and all that follows from them within one transaction. Its statements are as many as there are levels of derivation, not as many as
 * there are events.
 */
final class EventTransaction {
    private final Connection connection;
    private final Derivation derivation;
    private final List<EventTable.Row> rows = new ArrayList<>();
    /** Of those that are new in this transaction. */
    private final Map<UUID, List<UUID>> derivedFrom = new HashMap<>();

    EventTransaction(Connection connection, Derivation derivation) {
        this.connection = connection;
        this.derivation = derivation;
    }

    /** What becomes of each, in order; they are durable once the transaction is committed. */
    List<IngestOutcome> store(List<CityEvent> received) throws SQLException {
        var holders = Claims.claim(connection, received);
        for (var level = fresh(received, holders); !level.isEmpty(); ) {
            level = derive(level);
        }
        EventTable.insert(connection, rows);
        var outcomes = new ArrayList<IngestOutcome>(received.size());
        for (var i = 0; i < received.size(); i++) {
            outcomes.add(outcome(received.get(i), holders.get(i)));
        }
        return outcomes;
    }

    /** What was new. */
    List<EventTable.Row> rows() {
        return rows;
    }

    private static List<CityEvent> fresh(List<CityEvent> events, List<Holder> holders) {
        var fresh = new ArrayList<CityEvent>();
        for (var i = 0; i < events.size(); i++) {
            if (holders.get(i).isNew()) {
                fresh.add(events.get(i));
            }
        }
        return fresh;
    }

    /** Adds the events of a level with the ids of what follows from them; returns those of it that are new. */
    private List<CityEvent> derive(List<CityEvent> level) throws SQLException {
        var candidates = new ArrayList<CityEvent>();
        for (var event : level) {
            var ids = new ArrayList<UUID>();
            derivedFrom.put(event.id(), ids);
            rows.add(new EventTable.Row(event, ids));
            candidates.addAll(derivation.of(event));
        }
        var holders = Claims.claim(connection, candidates);
        for (var i = 0; i < candidates.size(); i++) {
            var cause = candidates.get(i).cause();
            if (cause != null) {
                derivedFrom
                        .getOrDefault(cause.source(), new ArrayList<>())
                        .add(holders.get(i).id());
            }
        }
        return fresh(candidates, holders);
    }

    private IngestOutcome outcome(CityEvent event, Holder holder) {
        if (!holder.isNew() && !holder.hash().equals(Claims.hash(event))) {
            return new IngestOutcome.KeyReused(holder.id());
        }
        return new IngestOutcome.Kept(
                holder.id(), List.copyOf(derivedFrom.getOrDefault(holder.id(), holder.derived())));
    }
}
