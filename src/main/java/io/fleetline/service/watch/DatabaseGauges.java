package io.fleetline.service.watch;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.database.SqlTrouble;
import io.fleetline.service.Launch;
import io.fleetline.service.Part;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * What only the database knows, read now and then and not at every scrape. In each answer a column of numbers is a gauge of its name, and the columns of
 * text are its labels. A question without an answer takes its gauges away: an old figure would look like a present one.
 */
@Singleton
public final class DatabaseGauges implements Part {
    private static final Logger LOG = Logger.getLogger(DatabaseGauges.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    /** The database may keep each question waiting for two minutes. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(30);

    /** Whatever is polled has a lease; per pair it is a step down an index. */
    private static final String POLLS = """
            SELECT l.job AS endpoint, l.account,
                   (SELECT extract(epoch FROM i.started_at) FROM tracksolid.ingestion_log i
                    WHERE i.endpoint = l.job AND i.account = l.account AND i.outcome = 'ok'
                      AND i.started_at > now() - INTERVAL '7 days'
                    ORDER BY i.started_at DESC LIMIT 1) AS fleetline_poll_last_success_timestamp_seconds
            FROM infrastructure.leases l
            WHERE l.job IN (SELECT endpoint FROM infrastructure.endpoints)
            """;

    private static final String EXPECTATIONS = """
            SELECT endpoint, extract(epoch FROM expected_every) AS fleetline_poll_expected_interval_seconds
            FROM infrastructure.endpoints WHERE source = 'poll'
            """;

    private static final String TOKENS = """
            SELECT login, extract(epoch FROM expires_at) AS fleetline_token_expires_timestamp_seconds
            FROM tracksolid.api_token_cache
            """;

    private static final String FLEET = """
            SELECT count(*) AS fleetline_live_vehicles,
                   count(*) FILTER (WHERE gps_time > now() - INTERVAL '30 minutes') AS fleetline_live_vehicles_reporting,
                   extract(epoch FROM max(gps_time)) AS fleetline_live_newest_fix_timestamp_seconds
            FROM tracksolid.live_positions
            """;

    private static final String REFRESHES = """
            SELECT v.view, extract(epoch FROM r.finished_at) AS fleetline_refresh_last_success_timestamp_seconds,
                   r.duration_ms / 1000.0 AS fleetline_refresh_last_duration_seconds,
                   (SELECT sum(l.repaired) FROM reporting.refresh_log l
                    WHERE l.view_name = v.view AND l.started_at > now() - INTERVAL '1 hour') AS fleetline_refresh_repaired_rows
            FROM (VALUES ('reporting.v_trips'), ('reporting.vehicle_days')) AS v (view)
            CROSS JOIN LATERAL (SELECT finished_at, duration_ms FROM reporting.refresh_log
                                WHERE view_name = v.view AND outcome = 'ok' ORDER BY started_at DESC LIMIT 1) r
            """;

    private static final String DEAD_LETTERS = """
            SELECT s.source, (SELECT count(*) FROM infrastructure.dead_letters d WHERE d.source = s.source)
                AS fleetline_dead_letters_backlog
            FROM (VALUES ('poll'), ('push')) AS s (source)
            """;

    /** A backup that is good although its clearing-up failed has a key. */
    private static final String BACKUPS = """
            SELECT extract(epoch FROM max(finished_at) FILTER (WHERE key IS NOT NULL))
                       AS fleetline_backup_last_success_timestamp_seconds,
                   (array_agg(bytes ORDER BY id DESC) FILTER (WHERE key IS NOT NULL))[1] AS fleetline_backup_last_success_bytes,
                   (array_agg((outcome <> 'ok')::int ORDER BY id DESC))[1] AS fleetline_backup_last_run_failed
            FROM infrastructure.backup_runs
            """;

    private static final String SIZE = """
            SELECT pg_database_size(current_database()) AS fleetline_database_size_bytes
            """;

    /** Two days is longer than any backup or reader keeps a chunk from being compressed. */
    private static final String COMPRESSION = """
            SELECT s.hypertable, count(c.chunk) AS fleetline_storage_overdue_chunks
            FROM infrastructure.storage_policies s LEFT JOIN infrastructure.fn_chunks_to_compress(INTERVAL '2 days') c USING (hypertable)
            GROUP BY s.hypertable
            """;

    /** Jobs of TimescaleDB's that an operator has added. Those below 1000 are its own housekeeping, such as a report home, which fails where there is no way out. */
    private static final String JOBS = """
            SELECT j.job_id::text AS job_id, j.proc_name::text AS procedure, (s.last_run_status = 'Failed')::int AS fleetline_database_job_failed
            FROM timescaledb_information.jobs j JOIN timescaledb_information.job_stats s USING (job_id)
            WHERE j.job_id >= 1000 AND s.last_run_status IS NOT NULL
            """;

    /** Only while the log is on. */
    private static final String CHANGES = """
            SELECT s.last_value AS fleetline_changes_appended,
                   coalesce((SELECT t.tick FROM infrastructure.ticks t WHERE t.epoch = l.epoch ORDER BY t.tick DESC LIMIT 1), 0)
                       AS fleetline_changes_newest_tick
            FROM infrastructure.change_log l, infrastructure.changes_seq_seq s WHERE l.epoch <> ''
            """;

    private static final String CONSUMERS = """
            SELECT c.name AS consumer, coalesce(c.lag_s, 0) AS fleetline_changes_lag_seconds, c.backlog_ticks AS fleetline_changes_backlog_ticks,
                   (SELECT count(*) FROM infrastructure.change_dead_letters d WHERE d.consumer = c.name)
                       AS fleetline_changes_dead_letters_backlog
            FROM infrastructure.v_change_consumers c
            """;

    private static final List<String> QUESTIONS = List.of(
            POLLS,
            EXPECTATIONS,
            TOKENS,
            FLEET,
            REFRESHES,
            DEAD_LETTERS,
            BACKUPS,
            SIZE,
            COMPRESSION,
            JOBS,
            CHANGES,
            CONSUMERS);

    private final Jdbi jdbi;
    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final Launch launch;
    private final Workers workers;
    private final List<Worker> work = new ArrayList<>();

    DatabaseGauges(Launch launch, AgroalDataSource database, MeterRegistry registry, Workers workers) {
        this.launch = launch;
        this.jdbi = Jdbi.create(database);
        this.registry = registry;
        this.workers = workers;
    }

    /** A login that may only read does not see all of these tables. */
    @Override
    public boolean isNeeded() {
        return launch.mayWrite();
    }

    @Override
    public void start() {
        work.add(workers.every(PAUSE, LONGEST_TURN, "reading gauges", this::read));
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
    }

    private void read() {
        var found = new HashMap<String, List<MultiGauge.Row<?>>>();
        QUESTIONS.forEach(question -> ask(question, found));
        found.keySet().forEach(name -> gauges.computeIfAbsent(name, this::gauge));
        gauges.forEach((name, gauge) -> show(name, gauge, found.getOrDefault(name, List.of())));
    }

    /** A gauge that cannot be shown does not hide the others. */
    private static void show(String name, MultiGauge gauge, List<MultiGauge.Row<?>> rows) {
        try {
            gauge.register(rows, true);
        } catch (RuntimeException e) {
            LOG.warnf(e, "the gauge %s cannot be shown", name);
        }
    }

    private MultiGauge gauge(String name) {
        return MultiGauge.builder(name).register(registry);
    }

    private void ask(String question, Map<String, List<MultiGauge.Row<?>>> found) {
        try {
            jdbi.useHandle(handle -> handle.createQuery(question).mapToMap().forEach(row -> sort(row, found)));
        } catch (JdbiException e) {
            LOG.debugf("gauges without a figure: %s", SqlTrouble.inWords(e));
        } catch (RuntimeException e) {
            LOG.warnf(e, "gauges without a figure, because of a question that cannot be read: %s", question);
        }
    }

    private static void sort(Map<String, Object> row, Map<String, List<MultiGauge.Row<?>>> found) {
        var labels = new ArrayList<String>();
        row.forEach((column, value) -> {
            if (value instanceof String text) {
                labels.addAll(List.of(column, text));
            }
        });
        var tags = Tags.of(labels.toArray(String[]::new));
        row.forEach((column, value) -> {
            if (value instanceof Number number) {
                found.computeIfAbsent(column, name -> new ArrayList<>()).add(MultiGauge.Row.of(tags, number));
            }
        });
    }
}
