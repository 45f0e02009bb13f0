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
 * The time by which the service works: the database's, which all replicas share. Between two looks at it, and while the database is away, it goes on
 * by itself. A clock of this machine that is moved is told in the log, and changes nothing.
 */
@Singleton
public final class FleetClock implements InstantSource {
    private static final Logger LOG = Logger.getLogger(FleetClock.class);
    /** Less is the everyday work of those who keep clocks right. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);
    /** The database's time is as uncertain as the question took. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final InstantSource machine = machine();
    private final SteadyTime time = new SteadyTime(machine.instant());
    private Duration machineAhead = Duration.ZERO;

    FleetClock(AgroalDataSource database) {
        this.database = database;
    }

    /** This machine's own: for a command, which ends before a clock that is moved matters, and for what is settled before there is a database. */
    public static InstantSource machine() {
        return InstantSource.system();
    }

    @Override
    public Instant instant() {
        return time.instant();
    }

    /** Compares the three clocks; to be called every few seconds. */
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

    /** A difference that the question's own time may explain is none: time would only go to and fro. */
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
