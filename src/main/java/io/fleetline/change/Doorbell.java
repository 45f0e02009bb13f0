package io.fleetline.change;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.SqlTrouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Wakes the readers of this process after a tick: the ticker rings it directly if it is in this process, otherwise the database does with a notification. It
 * carries no data, and a ring may be lost: readers also look now and then.
 */
public final class Doorbell implements AutoCloseable {
    static final String APPLICATION_NAME = "fleetline listener";

    private static final Logger LOG = Logger.getLogger(Doorbell.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    /** A connection without a ring for so long is tested. */
    private static final Duration LISTEN_FOR = Duration.ofSeconds(5);

    private static final int TEST_WITHIN_SECONDS = 2;

    private final DataSource database;
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final OncePerMinute complaints = new OncePerMinute();
    private final AtomicLong connections = new AtomicLong();
    private volatile int tickerPid;
    private volatile @Nullable Handle listening;
    private int failedInARow;
    private volatile boolean closed;

    /** @param database opens a new connection for each call; a pooler in transaction mode would lose the notifications */
    public Doorbell(DataSource database) {
        this.database = database;
    }

    /** Adds a reader to be woken; it must return quickly. */
    public void wakes(Runnable reader) {
        readers.add(reader);
    }

    /**
     * The ticker of this process has stored a tick.
     *
     * @param pid of its session: the notifications that it sends are no news here
     */
    public void ring(int pid) {
        tickerPid = pid;
        ring();
    }

    private void ring() {
        readers.forEach(Runnable::run);
    }

    /** Listens for some seconds. After a failure it waits, longer each time, and the next turn connects again. */
    public void turn() {
        try {
            var handle = listening == null ? connect() : listening;
            listening = handle;
            if (!closed) {
                listen(handle);
            }
            failedInARow = 0;
        } catch (SQLException | JdbiException e) {
            hangUp();
            if (!closed) {
                if (complaints.count() > 0) {
                    LOG.warnf(
                            "the connection that listens for ticks was lost, and is made again: %s",
                            SqlTrouble.inWords(e));
                }
                pause();
            }
        }
    }

    private void pause() {
        failedInARow++;
        try {
            Thread.sleep(BACKOFF.pause(failedInARow));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Handle connect() {
        var handle = Jdbi.open(database);
        handle.execute("SET application_name = '%s'".formatted(APPLICATION_NAME));
        handle.execute("LISTEN fleetline_ticks");
        connections.incrementAndGet();
        // Ticks may have been stored while nobody listened.
        ring();
        return handle;
    }

    private void listen(Handle handle) throws SQLException {
        var rings = handle.getConnection().unwrap(PGConnection.class).getNotifications((int) LISTEN_FOR.toMillis());
        if (rings != null && rings.length > 0) {
            if (Stream.of(rings).anyMatch(notification -> notification.getPID() != tickerPid)) {
                ring();
            }
        } else if (!handle.getConnection().isValid(TEST_WITHIN_SECONDS)) {
            throw new SQLException("it does not answer");
        }
    }

    private void hangUp() {
        var handle = listening;
        listening = null;
        if (handle != null) {
            try {
                // Not close(), which would wait until the listener's turn ends.
                handle.getConnection().abort(Runnable::run);
            } catch (SQLException | JdbiException e) {
                LOG.debugf(e, "the connection that listens for ticks was gone already");
            }
        }
    }

    public boolean isListening() {
        return listening != null;
    }

    /** Connections made since the start: all but the first replace a lost one. */
    public long connections() {
        return connections.get();
    }

    @Override
    public void close() {
        closed = true;
        hangUp();
    }
}
