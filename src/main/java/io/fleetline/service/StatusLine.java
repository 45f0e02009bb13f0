package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.service.watch.ServiceState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** A line on the terminal, redrawn every second, that shows the fleet coming in. */
@Singleton
final class StatusLine implements Part {
    private static final Duration REDRAW_EVERY = Duration.ofSeconds(1);
    /** The database may keep the question waiting for two minutes. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[2K";

    private final Launch launch;
    private final Jdbi jdbi;
    private final ServiceState state;
    private final Workers workers;
    private final List<Worker> work = new ArrayList<>();

    StatusLine(Launch launch, AgroalDataSource database, ServiceState state, Workers workers) {
        this.launch = launch;
        this.jdbi = Jdbi.create(database);
        this.state = state;
        this.workers = workers;
    }

    @Override
    public boolean isNeeded() {
        return launch.statusLine();
    }

    @Override
    public void start() {
        work.add(workers.every(REDRAW_EVERY, LONGEST_TURN, "drawing the status line", this::draw));
    }

    private void draw() {
        System.out.print(TO_LINE_START_AND_CLEAR + text());
        System.out.flush();
    }

    private String text() {
        try {
            return jdbi.withHandle(
                    handle -> handle.createQuery("""
                            WITH live AS (SELECT reporting.fn_live_positions() -> 'summary' AS s),
                                 stored AS (SELECT count(*) AS fixes FROM tracksolid.position_history
                                            WHERE gps_time > now() - interval '24 hours'),
                                 failed AS (SELECT endpoint, account, error FROM tracksolid.ingestion_log
                                            WHERE outcome <> 'ok' AND started_at > now() - interval '10 minutes'
                                            ORDER BY started_at DESC LIMIT 1)
                            SELECT format('moving %s  idle %s  parked %s  offline %s │ %s fixes of the last 24 h │ %s',
                                          s ->> 'moving', s ->> 'idle', s ->> 'parked', s ->> 'offline',
                                          to_char(fixes, 'FM999,999,999,990'),
                                          coalesce((SELECT 'last error: ' || left(error, 60) FROM failed), 'no error'))
                            FROM live, stored
                            """).mapTo(String.class).one());
        } catch (JdbiException e) {
            return state.isUp() ? "the database does not answer" : "";
        }
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
        System.out.println();
    }
}
