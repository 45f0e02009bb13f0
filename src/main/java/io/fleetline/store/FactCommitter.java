package io.fleetline.store;

import io.fleetline.database.OutageLog;
import io.fleetline.database.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;

/** Commits groups of submissions: as one, and where that fails, divided until what is wrong stands alone. */
final class FactCommitter<T> {

    private final GroupTransaction<T> transaction;
    private final OutageLog trouble;

    FactCommitter(GroupTransaction<T> transaction) {
        this.transaction = transaction;
        this.trouble = new OutageLog(transaction.table());
    }

    /**
     * Gives each its answer.
     *
     * @throws StoreUnavailableException when the server is away; those without an answer have to hear it
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
