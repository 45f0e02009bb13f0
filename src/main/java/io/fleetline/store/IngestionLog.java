package io.fleetline.store;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.Halving;
import io.fleetline.database.OutageLog;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * One row for each call of the vendor's API and each pushed batch. Recording never waits and never fails: while the database is
 * unavailable, the newest 10,000 records are kept, and written with the first record after its return.
 */
public final class IngestionLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(IngestionLog.class);
    private static final int KEPT = 10_000;
    private static final int BATCH = 1_000;

    private static final String INSERT = """
            INSERT INTO tracksolid.ingestion_log
                (started_at, endpoint, account, source, rows_received, rows_inserted, rows_rejected, duration_ms, outcome,
                 error, request_id)
            SELECT timestamptz 'epoch' + r.started_us * interval '1 microsecond', r.endpoint, nullif(r.account, ''), r.source,
                   r.rows_received, r.rows_inserted, r.rows_rejected, r.duration_ms, r.outcome, r.error,
                   r.request_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS r (started_us, endpoint, account, source, rows_received, rows_inserted, rows_rejected, duration_ms,
                      outcome, error, request_id)
            """;

    private final CallMetrics metrics;
    private final Transactions transactions;
    private final SubmissionQueue<Optional<CallRecord>, Boolean> queue = new SubmissionQueue<>(KEPT, KEPT);
    private final GroupCommit<Optional<CallRecord>, Boolean> commits;
    private final OutageLog outage = new OutageLog("the ingestion log");
    /** Records not yet written; only the single writer uses it. */
    private final ArrayDeque<CallRecord> kept = new ArrayDeque<>();

    public IngestionLog(DataSource dataSource) {
        this(dataSource, new CompositeMeterRegistry());
    }

    /** @param registry receives metrics of the calls of the vendor's API */
    IngestionLog(DataSource dataSource, MeterRegistry registry) {
        this.metrics = new CallMetrics(registry);
        this.transactions = new Transactions(dataSource);
        this.commits = new GroupCommit<>(
                "tracksolid.ingestion_log", Thread.ofPlatform().daemon(), 1, BATCH, queue, _ -> null, this::write);
    }

    /** Returns at once; the row is written soon after. */
    public void record(CallRecord call) {
        metrics.made(call);
        try {
            var dropped = queue.putDroppingOldest(new Pending<>(Optional.of(call), 1));
            dropped.forEach(pending -> pending.complete(false));
            warnOfDropped(dropped.size());
        } catch (StoreUnavailableException e) {
            LOG.warnf("not recorded, because the ingestion log is closed: %s", call);
        }
    }

    /** Waits until everything recorded before has been written, or has failed. */
    public void flush() {
        commits.submit(Optional.empty(), 1).await();
    }

    /** Writes what is still waiting, then ends. */
    @Override
    public void close() {
        commits.close();
    }

    private void write(List<Pending<Optional<CallRecord>, Boolean>> group) {
        group.forEach(pending -> pending.submission().ifPresent(kept::addLast));
        warnOfDropped(trim());
        var written = writeKept();
        group.forEach(pending -> pending.complete(written));
    }

    private int trim() {
        var tooMany = Math.max(0, kept.size() - KEPT);
        for (var i = 0; i < tooMany; i++) {
            kept.removeFirst();
        }
        return tooMany;
    }

    private boolean writeKept() {
        try {
            while (!kept.isEmpty()) {
                var next = kept.stream().limit(BATCH).toList();
                insertAllButBad(next);
                next.forEach(record -> kept.removeFirst());
            }
            outage.worked();
            return true;
        } catch (SQLException e) {
            outage.failed("%d records of the ingestion log are kept until the database accepts them: %s"
                    .formatted(kept.size(), SqlTrouble.inWords(e)));
            return false;
        }
    }

    private void insertAllButBad(List<CallRecord> calls) throws SQLException {
        Halving.attempt(
                calls,
                some -> transactions.run(connection -> insert(connection, some)),
                SqlTrouble::isBadRow,
                (call, e) -> LOG.errorf("not recorded, %s: %s", SqlTrouble.reason(e), call));
    }

    private static int insert(Connection connection, List<CallRecord> calls) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, new ArrayList<>(calls))
                    .times(CallRecord::startedAt)
                    .texts(CallRecord::endpoint)
                    .texts(CallRecord::account)
                    .texts(call -> call.channel().label())
                    .integers(CallRecord::rowsReceived)
                    .integers(CallRecord::rowsInserted)
                    .integers(CallRecord::rowsRejected)
                    .longs(call -> call.duration().toMillis())
                    .texts(call -> call.outcome().label())
                    .texts(CallRecord::error)
                    .texts(CallRecord::requestId);
            return insert.executeUpdate();
        }
    }

    private static void warnOfDropped(int count) {
        if (count > 0) {
            LOG.warnf(
                    "%d of the oldest records of the ingestion log were dropped: the database has been away too long",
                    count);
        }
    }
}
