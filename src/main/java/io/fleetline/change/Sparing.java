package io.fleetline.change;

import io.fleetline.database.Halving;
import io.fleetline.database.SqlTrouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Applies changes so that one that cannot be applied does not stop the others: it becomes a dead letter. */
final class Sparing {
    private final ChangeConsumer consumer;
    private final ConsumerBooks books;
    private final Connection connection;
    private final List<Culprit> culprits = new ArrayList<>();

    Sparing(ChangeConsumer consumer, ConsumerBooks books, Connection connection) {
        this.consumer = consumer;
        this.books = books;
        this.connection = connection;
    }

    private record Culprit(Change change, Exception reason) {}

    /** Whether another attempt would fail in the same way: not if the database is away, or another session was in the way. */
    static boolean isAboutChanges(Exception problem) {
        return !(problem instanceof SQLException sql)
                || switch (SqlTrouble.of(sql)) {
                    case BAD_ROW, REFUSED, TOO_MUCH -> true;
                    case CONFLICT, HELD, AWAY -> false;
                };
    }

    /**
     * @return the number of dead letters
     * @throws SQLException if not the changes are to blame: the database refuses every one of them for a reason that is not in their values
     */
    int apply(List<Change> changes) throws SQLException {
        var single = changes.stream().flatMap(Sparing::rows).toList();
        Halving.attempt(
                single,
                this::attempt,
                Sparing::isAboutChanges,
                (change, reason) -> culprits.add(new Culprit(change, reason)));
        var first = culprits.isEmpty() ? null : culprits.getFirst().reason;
        if (culprits.size() == single.size() && first instanceof SQLException sql && !SqlTrouble.isBadRow(sql)) {
            throw sql;
        }
        for (var culprit : culprits) {
            books.bury(connection, culprit.change, reason(culprit.reason));
        }
        return culprits.size();
    }

    private static String reason(Exception problem) {
        return problem instanceof SQLException ? SqlTrouble.reason(problem) : problem.toString();
    }

    private static Stream<Change> rows(Change change) {
        return change.touched().isEmpty()
                ? Stream.of(change)
                : change.touched().stream().map(row -> change.of(List.of(row)));
    }

    private void attempt(List<Change> some) throws SQLException {
        var before = connection.setSavepoint();
        try {
            consumer.apply(connection, some);
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException e) {
            connection.rollback(before);
            throw e;
        }
    }
}
