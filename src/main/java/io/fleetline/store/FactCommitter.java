package io.fleetline.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes a group of submissions in one transaction and gives each its own answer. */
final class FactCommitter<T> {

    private final Transactions transactions;
    private final FactTable<T> table;
    private final KnownDevices devices;
    private final InstantSource clock;
    private final CommitMetrics metrics;

    FactCommitter(
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

    /** A group that fails for a bad row is halved until the submission with the row stands alone. */
    void commit(List<Pending<Submission<T>, Stored>> group) {
        try {
            answer(group, metrics.timed(group, () -> transactions.run(connection -> writeAll(connection, group))));
        } catch (SQLException e) {
            if (SqlTrouble.of(e) != SqlTrouble.BAD_DATA) {
                throw unavailable(e);
            }
            if (group.size() == 1) {
                commitAllButBad(group);
            } else {
                var middle = group.size() / 2;
                commit(group.subList(0, middle));
                commit(group.subList(middle, group.size()));
            }
        }
    }

    private void commitAllButBad(List<Pending<Submission<T>, Stored>> single) {
        try {
            answer(single, transactions.run(connection -> writeAllButBad(connection, single)));
        } catch (SQLException e) {
            if (SqlTrouble.of(e) != SqlTrouble.BAD_DATA) {
                throw unavailable(e);
            }
            single.getFirst()
                    .fail(new IllegalArgumentException(
                            "the cursors or dead letters of this batch were refused, %s"
                                    .formatted(SqlTrouble.reason(e)),
                            e));
        }
    }

    private Landing<T> writeAll(Connection connection, List<Pending<Submission<T>, Stored>> group) throws SQLException {
        var landing = landing(connection, group);
        landing.land(sortedRows(group));
        writeBookkeeping(connection, group, landing);
        return landing;
    }

    private Landing<T> writeAllButBad(Connection connection, List<Pending<Submission<T>, Stored>> group)
            throws SQLException {
        var landing = landing(connection, group);
        landing.landAllButBad(sortedRows(group));
        writeBookkeeping(connection, group, landing);
        return landing;
    }

    private Landing<T> landing(Connection connection, List<?> group) {
        return new Landing<>(connection, table, devices, clock.instant(), group.size());
    }

    /** The sort is stable: of two submissions with the same fact the earlier one has brought it. */
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
            // Facts are refused only where a submission stands alone, so they are all its own.
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
            // Facts are refused only where a submission stands alone, so they are all its own.
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

    private StoreUnavailableException unavailable(SQLException e) {
        return new StoreUnavailableException(
                "%s could not be written: %s".formatted(table.name(), SqlTrouble.inWords(e)), e);
    }
}
