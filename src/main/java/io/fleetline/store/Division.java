package io.fleetline.store;

import static java.util.stream.Collectors.partitioningBy;

import io.fleetline.database.Halving;
import io.fleetline.database.OutageLog;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Splits a group that could not be committed as one until the cause is isolated, so that the others are stored: a bad row becomes a dead
 * letter, facts that wait for another session's lock are put off, and a group that is too large is committed in parts.
 */
final class Division<T> {

    private static final Logger LOG = Logger.getLogger(Division.class);
    /** After this many failures without a success, failing groups are not split any further. */
    private static final int FAILURES_BEFORE_GIVING_UP = 2;

    private final GroupTransaction<T> transaction;
    private final OutageLog trouble;
    private int landed;
    private int failed;

    Division(GroupTransaction<T> transaction, OutageLog trouble) {
        this.transaction = transaction;
        this.trouble = trouble;
    }

    /** @param reason why the group could not be committed */
    void divide(List<Pending<Submission<T>, Stored>> group, Throwable reason) {
        if (reason instanceof SQLException e && SqlTrouble.of(e) == SqlTrouble.AWAY) {
            throw unavailable(e);
        }
        if (isHeld(reason) && postponeLocked(group, reason)) {
            return;
        }
        if (group.size() == 1) {
            commitAlone(group.getFirst(), reason);
        } else if (landed == 0 && failed >= FAILURES_BEFORE_GIVING_UP) {
            group.forEach(pending -> fail(pending, reason));
        } else {
            Halving.halves(group).forEach(this::commit);
        }
    }

    private void commit(List<Pending<Submission<T>, Stored>> group) {
        try {
            transaction.write(group);
            landed++;
        } catch (SQLException | RuntimeException | Error e) {
            divide(group, e);
        }
    }

    private static boolean isHeld(Throwable reason) {
        return reason instanceof SQLException e && SqlTrouble.of(e) == SqlTrouble.HELD;
    }

    /** @return false if none of them touches a locked chunk, so that it is another lock */
    private boolean postponeLocked(List<Pending<Submission<T>, Stored>> group, Throwable reason) {
        var ranges = heldRanges();
        var byHeld = group.stream()
                .collect(partitioningBy(pending -> pending.submission().touches(ranges)));
        var held = byHeld.getOrDefault(true, List.of());
        var free = byHeld.getOrDefault(false, List.of());
        if (held.isEmpty()) {
            return false;
        }
        if (!free.isEmpty()) {
            commit(free);
        }
        held.forEach(pending -> fail(pending, reason));
        return true;
    }

    private List<TimeRange> heldRanges() {
        try {
            return transaction.heldNow();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private void commitAlone(Pending<Submission<T>, Stored> single, Throwable reason) {
        switch (reason) {
            case SQLException e -> commitAlone(single, SqlTrouble.of(e), e);
            case StoreUnavailableException e -> fail(single, e);
            case RuntimeException _ -> commitAllButBad(single);
            default -> fail(single, reason);
        }
    }

    private void commitAlone(Pending<Submission<T>, Stored> single, SqlTrouble kind, SQLException reason) {
        if (kind == SqlTrouble.BAD_ROW) {
            commitAllButBad(single);
        } else if (kind == SqlTrouble.TOO_MUCH && single.submission().isDivisible()) {
            commitInParts(single);
        } else {
            fail(single, reason);
        }
    }

    private void commitAllButBad(Pending<Submission<T>, Stored> single) {
        try {
            transaction.writeAllButBad(single);
            landed++;
        } catch (SQLException e) {
            switch (SqlTrouble.of(e)) {
                case AWAY -> throw unavailable(e);
                case BAD_ROW -> single.fail(refused(e));
                default -> fail(single, e);
            }
        } catch (RuntimeException | Error e) {
            fail(single, e);
        }
    }

    /** The bookkeeping, which states that everything is stored, comes with the second part. */
    private void commitInParts(Pending<Submission<T>, Stored> single) {
        var middle = single.submission().keys().size() / 2;
        var first = new Pending<Submission<T>, Stored>(single.submission().facts(0, middle), middle);
        var second = new Pending<Submission<T>, Stored>(single.submission().rest(middle), single.weight() - middle);
        commit(List.of(first));
        if (!first.answer().isCompletedExceptionally()) {
            commit(List.of(second));
        }
        var failed = first.answer().isCompletedExceptionally() ? first : second;
        if (failed.answer().isCompletedExceptionally()) {
            single.fail(failed.answer().exceptionNow());
        } else {
            single.complete(first.answer().resultNow().plus(second.answer().resultNow()));
        }
    }

    private void fail(Pending<Submission<T>, Stored> pending, Throwable reason) {
        failed++;
        var answer = reason instanceof SQLException e ? unavailable(e) : reason;
        if (answer instanceof StoreUnavailableException) {
            trouble.failed(String.valueOf(answer.getMessage()));
        } else {
            LOG.errorf(answer, "%s: a batch could not be written", transaction.table());
        }
        pending.fail(answer);
    }

    private static IllegalArgumentException refused(SQLException e) {
        return new IllegalArgumentException(
                "the cursors or dead letters of this batch were refused, %s".formatted(SqlTrouble.reason(e)), e);
    }

    private StoreUnavailableException unavailable(SQLException e) {
        return new StoreUnavailableException(
                "%s could not be written: %s".formatted(transaction.table(), SqlTrouble.inWords(e)), e);
    }
}
