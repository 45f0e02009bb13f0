package io.fleetline.change;

import io.fleetline.database.AdvisoryLock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The change log as the database shows it.
 *
 * @param newest the end of the log; empty: it is off, or has no tick yet
 * @param newestAt when the newest tick was stored; null: there is none
 * @param ticker the address of the process that is the ticker; null: there is none
 * @param listeners connections that listen for ticks
 */
public record ChangeLogStatus(
        Optional<LogPosition> newest,
        @Nullable Instant newestAt,
        @Nullable String ticker,
        int listeners,
        List<Consumer> consumers) {

    /** A consumer that is further behind is in trouble. */
    static final Duration WORST_LAG = Duration.ofSeconds(60);

    static final int WORST_BACKLOG_TICKS = 100;

    /** A consumer that pauses between its batches has a backlog of ticks, but not for longer. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final String NEWEST_AT = """
            SELECT t.at FROM infrastructure.ticks t JOIN infrastructure.change_log l USING (epoch)
            WHERE l.epoch <> '' ORDER BY t.tick DESC LIMIT 1
            """;

    private static final String TICKER = """
            SELECT coalesce(host(a.client_addr), 'this machine') || ', process ' || a.pid
            FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.objid = %s AND a.datname = current_database()
            """.formatted(AdvisoryLock.TICKER.key());

    private static final String LISTENERS = """
            SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s' AND datname = current_database()
            """.formatted(Doorbell.APPLICATION_NAME);

    private static final String CONSUMERS = """
            SELECT name, is_of_this_epoch, coalesce(lag_s, 0) AS lag_s, backlog_ticks, failures, last_error
            FROM infrastructure.v_change_consumers ORDER BY name
            """;

    /**
     * A consumer.
     *
     * @param lag since the first tick that it has not applied was stored
     * @param backlogTicks ticks that it has not applied
     * @param failures attempts that have failed since the last success
     * @param lastError of these; null: the last attempt succeeded
     */
    public record Consumer(
            String name,
            boolean isOfThisEpoch,
            Duration lag,
            long backlogTicks,
            int failures,
            @Nullable String lastError) {

        public boolean isInTrouble() {
            return !isOfThisEpoch || failures > 0 || lag.compareTo(WORST_LAG) > 0 || isTooFarBehind();
        }

        private boolean isTooFarBehind() {
            return backlogTicks > WORST_BACKLOG_TICKS && lag.compareTo(LONGEST_PAUSE) > 0;
        }

        private static Consumer of(ResultSet row) throws SQLException {
            return new Consumer(
                    row.getString("name"),
                    row.getBoolean("is_of_this_epoch"),
                    Duration.ofMillis(Math.round(row.getDouble("lag_s") * 1000)),
                    row.getLong("backlog_ticks"),
                    row.getInt("failures"),
                    row.getString("last_error"));
        }
    }

    /** @param handle a login that sees the sessions of the service: its own, or a superuser */
    public static ChangeLogStatus read(Handle handle) throws SQLException {
        return new ChangeLogStatus(
                ChangeReader.newest(handle.getConnection()),
                handle.createQuery(NEWEST_AT).mapTo(Instant.class).findOne().orElse(null),
                handle.createQuery(TICKER).mapTo(String.class).findOne().orElse(null),
                handle.createQuery(LISTENERS).mapTo(int.class).one(),
                handle.createQuery(CONSUMERS).map((row, _) -> Consumer.of(row)).list());
    }

    /** Whether an operator has to do something. */
    public boolean isInTrouble() {
        return newest.isEmpty()
                || ticker == null
                || listeners == 0
                || consumers.stream().anyMatch(Consumer::isInTrouble);
    }
}
