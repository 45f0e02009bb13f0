package io.fleetline.events;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.Halving;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.fleetline.events.rules.Catalogue;
import io.fleetline.events.rules.Rule;
import io.fleetline.store.GroupCommit;
import io.fleetline.store.Pending;
import io.fleetline.store.StoreFullException;
import io.fleetline.store.SubmissionQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Stores events with all that follows from them: those that come while a transaction is being committed are stored together by the next one. */
public final class EventStore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventStore.class);
    private static final String NAME = "events.events";
    private static final int QUEUED = 10_000;
    private static final int TOGETHER = 500;

    private final Transactions transactions;
    private final Catalogues catalogues = new Catalogues();
    private final EventMetrics metrics;
    private final OncePerMinute ruleFailures = new OncePerMinute();
    private final SubmissionQueue<CityEvent, IngestOutcome> queue;
    private final GroupCommit<CityEvent, IngestOutcome> commits;

    /**
     * Its writer ends with {@link #close()}.
     *
     * @param database a pool
     * @param onCommit runs after each commit; must return quickly
     */
    public EventStore(DataSource database, MeterRegistry registry, Runnable onCommit) {
        this.transactions = new Transactions(database, Integer.MAX_VALUE, onCommit);
        this.metrics = new EventMetrics(registry);
        this.queue = new SubmissionQueue<>(QUEUED, QUEUED);
        this.commits =
                new GroupCommit<>(NAME, Thread.ofPlatform().daemon(), 1, TOGETHER, queue, _ -> null, this::commit);
        registry.gauge("fleetline.events.queued", queue, SubmissionQueue::weight);
    }

    EventMetrics metrics() {
        return metrics;
    }

    /**
     * Stores an event and waits until it is durable.
     *
     * @throws StoreFullException at once if too much is waiting
     * @throws StoreUnavailableException if the database cannot store it now; it may be given again
     */
    IngestOutcome store(CityEvent event) {
        return commits.trySubmit(event, 1).await();
    }

    /**
     * Services and rules.
     *
     * @param service if it is not known yet, the database is asked
     * @throws StoreUnavailableException if the database does not answer
     */
    Catalogue catalogue(String service) {
        var known = catalogues.known();
        if (known != null && known.taken(service) != null) {
            return known;
        }
        try {
            return transactions.run(catalogues::current);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** Whether so much is waiting that events are refused. */
    public boolean isFull() {
        return queue.isFull();
    }

    public boolean isWriting() {
        return commits.isWriting();
    }

    /** Writes what is still queued, then ends. */
    @Override
    public void close() {
        commits.close();
    }

    private void commit(List<Pending<CityEvent, IngestOutcome>> group) {
        try {
            Halving.attempt(group, this::commitTogether, SqlTrouble::isBadRow, (one, reason) -> {
                LOG.debugf("an event was refused: %s", reason.getClass());
                one.complete(new IngestOutcome.Unstorable());
            });
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private void commitTogether(List<Pending<CityEvent, IngestOutcome>> group) throws SQLException {
        var began = System.nanoTime();
        var events = group.stream().map(Pending::submission).toList();
        var outcomes = transactions.run(connection -> store(connection, events));
        for (var i = 0; i < outcomes.size(); i++) {
            group.get(i).complete(outcomes.get(i));
        }
        metrics.committed(group.size(), Duration.ofNanos(System.nanoTime() - began));
    }

    /** Within a transaction of the caller's. */
    List<IngestOutcome> store(Connection connection, List<CityEvent> events) throws SQLException {
        var derivation = new Derivation(catalogues.current(connection), this::ruleFailed);
        var transaction = new EventTransaction(connection, derivation);
        var outcomes = transaction.store(events);
        metrics.stored(transaction.rows());
        return outcomes;
    }

    private void ruleFailed(Rule rule, String reason) {
        metrics.ruleFailed(rule.id());
        var times = ruleFailures.count();
        if (times > 0) {
            LOG.warnf(
                    "version %d of the rule %s was not applied to an event: %s (failures of rules since the last such line: %d)",
                    rule.version(), rule.id(), reason, times);
        }
    }

    private static StoreUnavailableException unavailable(SQLException e) {
        return new StoreUnavailableException("%s could not be written: %s".formatted(NAME, SqlTrouble.inWords(e)), e);
    }
}
