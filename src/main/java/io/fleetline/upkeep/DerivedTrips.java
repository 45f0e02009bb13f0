package io.fleetline.upkeep;

import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.database.ArrayParameters;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Derives trips and stops from the fixes of vehicles for which the vendor reports no trips: rows of {@code tracksolid.trips} and {@code parking_events}
 * with the source {@code derived}. It cuts only the time anew that changed fixes can have an effect on; vehicles whose vendor reports trips are left out before a
 * fix is read.
 */
public final class DerivedTrips implements ChangeConsumer {
    private static final Logger LOG = Logger.getLogger(DerivedTrips.class);

    private static final String FOLLOW = """
            SELECT infrastructure.fn_follow_drives(
                ?,
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ?,
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ?,
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ?)
            """;

    private static final String REBUILD = "SELECT infrastructure.fn_rebuild_drives(?)";

    private static final String END = "SELECT infrastructure.fn_end_drives(?)";

    /** Fixes so close to each other are read in one go. */
    private static final Duration BETWEEN_SPANS = Duration.ofMinutes(5);

    private final InstantSource clock;

    /** @param clock says how long a vehicle has been silent */
    public DerivedTrips(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "derived_trips";
    }

    /** Less than the minute after which a consumer counts as behind. */
    @Override
    public Duration longestRest() {
        return Duration.ofSeconds(50);
    }

    /** Without a row it still looks whether a setting has changed. */
    @Override
    public void apply(Connection connection, List<Change> changes) throws SQLException {
        var fixes = Touched.merged(Change.rows(changes, "position_history"), BETWEEN_SPANS);
        var trips = Change.rows(changes, "trips");
        var stops = Change.rows(changes, "parking_events");
        try (var follow = connection.prepareStatement(FOLLOW)) {
            new ArrayParameters<>(follow, fixes)
                    .texts(Touched::imei)
                    .times(Touched::from)
                    .times(Touched::to);
            new ArrayParameters<>(follow, trips, 3).texts(Touched::imei).times(Touched::from);
            new ArrayParameters<>(follow, stops, 5).texts(Touched::imei).times(Touched::from);
            follow.setObject(8, Times.utc(clock.instant()));
            follow.execute();
        }
    }

    @Override
    public void rebuild(Connection connection) throws SQLException {
        call(connection, REBUILD);
    }

    /** Ends the derived trips of vehicles that have been silent for too long. A failure is logged, never thrown. */
    public void endSilent(DataSource database) {
        try (var connection = database.getConnection()) {
            call(connection, END);
        } catch (SQLException e) {
            LOG.warnf("derived trips of silent vehicles were not ended, and are later: %s", SqlTrouble.inWords(e));
        }
    }

    private void call(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, Times.utc(clock.instant()));
            statement.execute();
        }
    }
}
