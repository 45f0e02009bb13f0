package io.fleetline.store;

import io.fleetline.database.OutageLog;
import io.fleetline.database.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;

/** Commits groups of submissions: as one, or after a failure split until the cause is isolated. */
final class FactCommitter<T> {

    private final GroupTransaction<T> transaction;
    private final OutageLog trouble;

    FactCommitter(GroupTransaction<T> transaction) {
        this.transaction = transaction;
        this.trouble = new OutageLog(transaction.table());
    }

    /**
     * Completes each submission.
     *
     * @throws StoreUnavailableException if the server is unavailable; the caller must pass it on to submissions without an answer
     */
    void commit(List<Pending<Submission<T>, Stored>> group) {
        try {
            transaction.write(group);
            trouble.worked();
        } catch (SQLException | RuntimeException | Error e) {
            new Division<>(transaction, trouble).divide(group, e);
        }
    }
}
