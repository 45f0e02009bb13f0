package io.fleetline.service;

import io.fleetline.service.watch.ServiceState;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** A line on the terminal, redrawn every second, that shows the fleet coming in. */
final class StatusLine implements AutoCloseable {
    private static final Duration REDRAW_EVERY = Duration.ofSeconds(1);
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[2K";

    private final Jdbi jdbi;
    private final ServiceState state;
    private final @Nullable Thread drawing;

    private StatusLine(DataSource database, ServiceState state, boolean shown) {
        this.jdbi = Jdbi.create(database);
        this.state = state;
        this.drawing = shown ? Thread.ofVirtual().start(this::draw) : null;
    }

    static StatusLine open(DataSource database, ServiceState state, boolean shown) {
        return new StatusLine(database, state, shown);
    }

    private void draw() {
        try {
            while (true) {
                System.out.print(TO_LINE_START_AND_CLEAR + text());
                System.out.flush();
                Thread.sleep(REDRAW_EVERY);
            }
        } catch (InterruptedException e) {
            System.out.println();
        }
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
        } catch (Throwable e) {
            return "no figures: " + e;
        }
    }

    @Override
    public void close() {
        if (drawing != null) {
            drawing.interrupt();
        }
    }
}
