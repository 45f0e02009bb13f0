package io.fleetline.service.watch;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.fleetline.service.Part;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a pool's database answers a question: asked at most twice a second, however many want to know. */
public final class Pulse {
    private static final long GOOD_FOR_MS = 500;
    private static final long PATIENCE_MS = 1_500;
    private static final int VALID_WITHIN_S = 1;

    private final AgroalDataSource database;
    private final String question;
    private FutureTask<Boolean> last = new FutureTask<>(() -> false);
    private long askedAt;

    public Pulse(AgroalDataSource database, String question) {
        this.database = database;
        this.question = question;
    }

    /** {@link Part#OK}, or that the database does not answer. */
    public String readiness() {
        return beats() ? Part.OK : "the database does not answer";
    }

    /** False also when there is no answer, or no connection, for a second and a half. */
    boolean beats() {
        try {
            return asked().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized FutureTask<Boolean> asked() {
        var now = System.nanoTime();
        if (askedAt == 0 || now - askedAt > TimeUnit.MILLISECONDS.toNanos(GOOD_FOR_MS)) {
            askedAt = now;
            last = new FutureTask<>(this::answersNow);
            Thread.ofVirtual().name("health").start(last);
        }
        return last;
    }

    /** After an outage the pool is full of connections that died in it: they go, and a new one is tried. */
    private boolean answersNow() {
        if (answers()) {
            return true;
        }
        database.flush(FlushMode.INVALID);
        return answers();
    }

    private boolean answers() {
        try (var connection = database.getConnection()) {
            if (!connection.isValid(VALID_WITHIN_S)) {
                return false;
            }
            try (var statement = connection.createStatement()) {
                return statement.execute(question);
            }
        } catch (SQLException e) {
            return false;
        }
    }
}
