package io.fleetline.upkeep;

import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Keeps {@code reporting.trips} as the facts are: it computes anew the trips that were changed, those whose path leads through changed fixes, and those of
 * vehicles that have changed in the register. The cost is that of the change, however long the history is.
 */
public final class KeptTrips implements ChangeConsumer {

    /** The fixes of a driving vehicle are one span. Those of last month and of now are not, so that the trips between them stay as they are. */
    private static final Duration BETWEEN_SPANS = Duration.ofHours(1);

    private static final String FOLLOW = """
            SELECT infrastructure.fn_follow_trips(
                ?,
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ?,
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us),
                ARRAY(SELECT timestamptz 'epoch' + us * interval '1 microsecond' FROM unnest(?) AS us))
            """;

    private static final String RENAME = "SELECT infrastructure.fn_rename_trips(?)";

    /** Compares all trips, and all paths if the setting that they depend on has changed. */
    private static final String COMPARE = "SELECT infrastructure.fn_repair_trips('infinity')";

    private static final String REBUILD = "SELECT infrastructure.fn_rebuild_trips()";

    @Override
    public String name() {
        return "trips";
    }

    @Override
    public void apply(Connection connection, List<Change> changes) throws SQLException {
        if (changes.stream().anyMatch(change -> change.kind().equals("kpi_settings"))) {
            call(connection, COMPARE);
        }
        var fixes = Touched.merged(Change.rows(changes, "position_history"), BETWEEN_SPANS);
        follow(connection, Change.rows(changes, "trips"), fixes);
        rename(connection, Change.rows(changes, "devices"));
    }

    @Override
    public void rebuild(Connection connection) throws SQLException {
        call(connection, REBUILD);
    }

    private static void follow(Connection connection, List<Touched> trips, List<Touched> fixes) throws SQLException {
        if (trips.isEmpty() && fixes.isEmpty()) {
            return;
        }
        try (var follow = connection.prepareStatement(FOLLOW)) {
            new ArrayParameters<>(follow, trips).texts(Touched::imei).times(Touched::from);
            new ArrayParameters<>(follow, fixes, 2)
                    .texts(Touched::imei)
                    .times(Touched::from)
                    .times(Touched::to);
            follow.execute();
        }
    }

    private static void rename(Connection connection, List<Touched> devices) throws SQLException {
        if (devices.isEmpty()) {
            return;
        }
        try (var rename = connection.prepareStatement(RENAME)) {
            new ArrayParameters<>(rename, devices).texts(Touched::imei);
            rename.execute();
        }
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
