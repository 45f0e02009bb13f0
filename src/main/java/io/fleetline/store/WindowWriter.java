package io.fleetline.store;

import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.FactKey;
import io.fleetline.store.table.FactTable;
import io.fleetline.store.table.PolledChange;
import io.fleetline.store.table.TouchedDays;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Writes complete answers of polls: afterwards the polled facts of the window equal the answer. Changed and removed rows are
 * in {@code infrastructure.poll_changes}; a pushed fact that the answer does not contain stays.
 */
public final class WindowWriter<T> {
    private static final Logger LOG = Logger.getLogger(WindowWriter.class);

    private final Transactions transactions;
    private final Function<PolledChange, FactTable<T>> table;
    private final PolledRows polled;
    private final KnownDevices devices;
    private final InstantSource clock;
    /** One answer at a time, so that many concurrent questions do not take all connections of the pool. */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    WindowWriter(
            Transactions transactions,
            Function<PolledChange, FactTable<T>> table,
            PolledRows polled,
            KnownDevices devices,
            InstantSource clock) {
        this.transactions = transactions;
        this.table = table;
        this.polled = polled;
        this.devices = devices;
        this.clock = clock;
    }

    /**
     * The devices without a fact in the answer, though the window holds polled facts of theirs: writing it would remove them all.
     *
     * @throws StoreUnavailableException if the database is unavailable
     */
    public Set<String> silenced(PolledWindow window, List<T> facts) {
        var rows = rows(table.apply(change(window)), Batch.of(facts));
        var named = rows.stream().map(row -> row.key().imei()).collect(Collectors.toSet());
        return inTransaction(
                window,
                connection -> polled.missingFrom(connection, window.without(named), List.of()).stream()
                        .map(FactKey::imei)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Stores the answer and removes what it no longer contains, in one transaction. A fact that the database refuses becomes a dead
     * letter, and nothing of its device is removed.
     *
     * @throws StoreUnavailableException if the database is unavailable; the answer may be submitted again
     */
    public Stored write(PolledWindow window, Batch<T> batch) {
        var facts = table.apply(change(window));
        var landing = inTransaction(window, connection -> {
            var landed = new Landing<>(connection, facts, devices, clock.instant(), 1);
            landed.landAllButBad(rows(facts, batch));
            remove(connection, window.without(refusedImeis(landed)), rows(facts, batch));
            keepBooks(connection, batch, landed);
            return landed;
        });
        devices.remember(landing.newDevices());
        int refused = landing.refused().size();
        int inserted = landing.inserted(0);
        return new Stored(
                inserted,
                batch.facts().size() - inserted - refused,
                batch.deadLetters().size() + refused);
    }

    private PolledChange change(PolledWindow window) {
        return new PolledChange(window.question(), clock.instant());
    }

    private List<Submission.Row<T>> rows(FactTable<T> facts, Batch<T> batch) {
        return Submission.of(batch, facts)
                .rows(0)
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
    }

    private static Set<String> refusedImeis(Landing<?> landing) {
        return landing.refused().stream()
                .map(letter -> letter.rejection().imei())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void remove(Connection connection, PolledWindow window, List<Submission.Row<T>> rows) throws SQLException {
        var listed = rows.stream().map(Submission.Row::key).toList();
        var missing = polled.missingFrom(connection, window, listed);
        polled.remove(connection, missing, change(window));
        TouchedDays.mark(connection, missing);
        if (!missing.isEmpty()) {
            LOG.infof(
                    "%s: %d rows that the vendor no longer lists were removed from %s",
                    window.question(), missing.size(), polled.table());
        }
    }

    private void keepBooks(Connection connection, Batch<T> batch, Landing<T> landing) throws SQLException {
        var letters = new ArrayList<DeadLetters.Sent>();
        Stream.concat(landing.refused().stream(), batch.deadLetters().stream())
                .forEach(letter -> letters.add(new DeadLetters.Sent(letter, batch.requestId())));
        DeadLetters.insert(connection, letters, clock.instant());
        Cursors.move(connection, batch.cursors());
    }

    private <R> R inTransaction(PolledWindow window, Transactions.Work<R> work) {
        oneAtATime.lock();
        try {
            return transactions.run(work);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "the answer to %s could not be stored: %s".formatted(window.question(), SqlTrouble.inWords(e)), e);
        } finally {
            oneAtATime.unlock();
        }
    }
}
