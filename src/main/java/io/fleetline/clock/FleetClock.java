package io.fleetline.clock;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/**
 * The service clock: the database's time, which all replicas share. Between two readings, and while the database does not answer, it runs on steady
 * time. If this machine's clock is set, the log says so and nothing else changes.
 */
@Singleton
public final class FleetClock implements InstantSource {
    private static final Logger LOG = Logger.getLogger(FleetClock.class);
    /** Smaller steps are ordinary corrections by NTP. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);
    /** The reading is uncertain by the time that the query took. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final InstantSource machine = machine();
    private final SteadyTime time = new SteadyTime(machine.instant());
    private Duration machineAhead = Duration.ZERO;

    FleetClock(AgroalDataSource database) {
        this.database = database;
    }

    /** This machine's own clock: for commands, which are short, and for work before the database is known. */
    public static InstantSource machine() {
        return InstantSource.system();
    }

    @Override
    public Instant instant() {
        return time.instant();
    }

    /** Compares steady time, the machine's clock and the database's. To be called every few seconds. */
    public void look() {
        lookAtMachine();
        lookAtDatabase();
    }

    private void lookAtMachine() {
        var ahead = Duration.between(time.instant(), machine.instant());
        var moved = ahead.minus(machineAhead);
        if (moved.abs().compareTo(WORTH_TELLING) > 0) {
            LOG.warnf(
                    "this machine's clock has moved by %s: the service goes by the database's clock, polls and takes pushes as before",
                    inWords(moved));
        }
        machineAhead = ahead;
    }

    private void lookAtDatabase() {
        var asked = System.nanoTime();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT clock_timestamp()")) {
            answer.next();
            var took = Duration.ofNanos(System.nanoTime() - asked);
            if (took.compareTo(LONGEST_LOOK) < 0) {
                var read = answer.getObject(1, OffsetDateTime.class).toInstant();
                follow(read.plus(took.dividedBy(2)), took);
            }
        } catch (SQLException e) {
            LOG.debugf("the database's clock could not be read: %s", e.getMessage());
        }
    }

    /** A difference within the uncertainty is ignored: the clock would only jitter. */
    private void follow(Instant now, Duration uncertain) {
        var moved = Duration.between(time.instant(), now);
        if (moved.abs().compareTo(uncertain) <= 0) {
            return;
        }
        if (moved.abs().compareTo(WORTH_TELLING) > 0) {
            LOG.warnf("the database's clock is %s from ours: the service goes by the database's", inWords(moved));
        }
        time.set(now);
        machineAhead = machineAhead.minus(moved);
    }

    private static String inWords(Duration moved) {
        var seconds = Math.round(moved.abs().toMillis() / 1e3);
        return "%s%d h %d min %d s"
                .formatted(moved.isNegative() ? "-" : "+", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
