package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a group of submissions in one transaction, all or nothing, and completes each of them. */
final class GroupTransaction<T> {

    private final Transactions transactions;
    private final FactTable<T> table;
    private final KnownDevices devices;
    private final InstantSource clock;
    private final CommitMetrics metrics;
    /** Used to find out whether a refused row is the cause. */
    private volatile Submission.@Nullable Row<T> storedBefore;

    GroupTransaction(
            Transactions transactions,
            FactTable<T> table,
            KnownDevices devices,
            InstantSource clock,
            CommitMetrics metrics) {
        this.transactions = transactions;
        this.table = table;
        this.devices = devices;
        this.clock = clock;
        this.metrics = metrics;
    }

    String table() {
        return table.name();
    }

    /** One bad row fails the whole group. */
    void write(List<Pending<Submission<T>, Stored>> group) throws SQLException {
        var rows = sortedRows(group);
        answer(
                group,
                metrics.timed(
                        group,
                        () -> transactions.run(connection -> {
                            var landing = landing(connection, group);
                            landing.land(rows);
                            writeBookkeeping(connection, group, landing);
                            return landing;
                        })));
        if (!rows.isEmpty()) {
            storedBefore = rows.getFirst();
        }
    }

    /**
     * Rows that the database refuses become dead letters, the others are stored.
     *
     * @throws StoreUnavailableException if all are refused, and so is a row that was accepted before, so that the rows are not the cause
     */
    void writeAllButBad(Pending<Submission<T>, Stored> single) throws SQLException {
        var group = List.of(single);
        var rows = sortedRows(group);
        answer(group, transactions.run(connection -> {
            var landing = landing(connection, group);
            landing.landAllButBad(rows);
            if (landing.refusedAll()) {
                proveThatItIsTheRows(landing);
            }
            writeBookkeeping(connection, group, landing);
            return landing;
        }));
    }

    List<TimeRange> heldNow() throws SQLException {
        return transactions.run(connection -> HeldChunks.of(table.name(), connection));
    }

    private void proveThatItIsTheRows(Landing<T> landing) throws SQLException {
        var known = storedBefore;
        if (known != null && !landing.wouldAccept(known)) {
            throw new StoreUnavailableException("%s refuses a row that it accepted before: %s"
                    .formatted(
                            table.name(),
                            landing.refused().getFirst().rejection().reason()));
        }
    }

    private Landing<T> landing(Connection connection, List<?> group) {
        return new Landing<>(connection, table, devices, clock.instant(), group.size());
    }

    /** The sort is stable: of two submissions with the same fact, it counts for the earlier one. */
    private List<Submission.Row<T>> sortedRows(List<Pending<Submission<T>, Stored>> group) {
        return IntStream.range(0, group.size())
                .boxed()
                .flatMap(number -> group.get(number).submission().rows(number))
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
    }

    private void writeBookkeeping(Connection connection, List<Pending<Submission<T>, Stored>> group, Landing<T> landing)
            throws SQLException {
        var letters = new ArrayList<DeadLetters.Sent>();
        var moves = new ArrayList<CursorMove>();
        var replayed = new ArrayList<Long>();
        for (var pending : group) {
            var batch = pending.submission().batch();
            // Facts are refused only for a submission on its own, so they are all its own.
            Stream.concat(landing.refused().stream(), batch.deadLetters().stream())
                    .forEach(letter -> letters.add(new DeadLetters.Sent(letter, batch.requestId())));
            moves.addAll(batch.cursors());
            replayed.addAll(batch.replayed());
        }
        DeadLetters.insert(connection, letters, clock.instant());
        DeadLetters.delete(connection, replayed);
        Cursors.move(connection, moves);
    }

    private void answer(List<Pending<Submission<T>, Stored>> group, Landing<T> landing) {
        devices.remember(landing.newDevices());
        for (var number = 0; number < group.size(); number++) {
            var pending = group.get(number);
            // Facts are refused only for a submission on its own, so they are all its own.
            pending.complete(stored(
                    pending.submission().batch(),
                    landing.inserted(number),
                    landing.refused().size()));
        }
    }

    private static Stored stored(Batch<?> batch, int inserted, int refused) {
        return new Stored(
                inserted,
                batch.facts().size() - inserted - refused,
                batch.deadLetters().size() + refused);
    }
}
