package io.fleetline.change;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.clock.Rest;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Gives a consumer the changes that follow its position, and stores the new position in the transaction of their effect. Of several processes the one that
 * locks the consumer's row does the work, until its batch is done.
 */
public final class ConsumerWork {
    private static final Logger LOG = Logger.getLogger(ConsumerWork.class);

    /** After so many failed attempts at one batch, what fails alone becomes a dead letter. */
    static final int ATTEMPTS = 5;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final Transactions transactions;
    private final ChangeConsumer consumer;
    private final int batch;
    private final ConsumerMetrics metrics;
    private final ConsumerBooks books;
    private final OncePerMinute complaints = new OncePerMinute();
    private int failedInARow;
    private long notBeforeNanos = System.nanoTime();

    /** @param batch changes that are applied in one transaction */
    public ConsumerWork(DataSource database, ChangeConsumer consumer, int batch, ConsumerMetrics metrics) {
        this.transactions = new Transactions(database);
        this.consumer = consumer;
        this.batch = batch;
        this.metrics = metrics;
        this.books = new ConsumerBooks(consumer.name());
    }

    /** Applies what there is, batch by batch. After that, and after a failure, the following turns do nothing for a while. */
    public void turn() {
        if (System.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        try {
            List<Change> applied;
            long began;
            do {
                began = System.nanoTime();
                applied = transactions.run(this::advance);
                metrics.applied(applied);
                failedInARow = 0;
            } while (applied.size() == batch);
            rest(System.nanoTime() - began);
        } catch (SQLException | RuntimeException e) {
            failed(e);
        }
    }

    private void rest(long workedNanos) {
        notBeforeNanos = System.nanoTime() + Rest.nanosAfter(workedNanos, consumer.longestRest());
    }

    private List<Change> advance(Connection connection) throws SQLException {
        var place = books.lock(connection);
        if (place.isEmpty()) {
            return List.of();
        }
        try {
            var changes = ChangeReader.after(connection, place.get().position(), batch);
            if (!changes.isEmpty()) {
                apply(connection, changes, place.get().failures() >= ATTEMPTS);
                books.move(connection, changes.getLast().position());
            }
            return changes;
        } catch (PositionLostException e) {
            rebuild(connection);
            return List.of();
        }
    }

    private void apply(Connection connection, List<Change> changes, boolean sparing) throws SQLException {
        if (sparing) {
            metrics.buried(new Sparing(consumer, books, connection).apply(changes));
        } else {
            consumer.apply(connection, changes);
        }
    }

    /** The position is read before the state: what commits in between is applied twice, and nothing is missed. */
    private void rebuild(Connection connection) throws SQLException {
        var newest = ChangeReader.newest(connection);
        if (newest.isPresent()) {
            LOG.infof("%s is computed anew, from position %s on", consumer.name(), newest.get());
            consumer.rebuild(connection);
            books.move(connection, newest.get());
        }
    }

    private void failed(Exception problem) {
        failedInARow++;
        notBeforeNanos = System.nanoTime() + BACKOFF.pause(failedInARow).toNanos();
        metrics.failed();
        var times = complaints.count();
        if (times > 0) {
            LOG.warnf(
                    "%s is not up to date, and is tried again: %s (%d failures since the last such line)",
                    consumer.name(), SqlTrouble.inWords(problem), times);
        }
        if (Sparing.isAboutChanges(problem)) {
            note(SqlTrouble.inWords(problem));
        }
    }

    private void note(String error) {
        try {
            transactions.run(connection -> {
                books.failed(connection, error);
                return error;
            });
        } catch (SQLException e) {
            LOG.debugf(e, "the failure of %s was not recorded", consumer.name());
        }
    }
}
