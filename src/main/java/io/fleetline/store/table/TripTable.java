package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.int8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.point;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.TableColumns;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Trip;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trips as the vendor divides them; a trip that is reported again may have grown. */
public final class TripTable implements FactTable<Trip> {

    public static final FactKind<Trip> KIND = new FactKind<>(TripTable::new);

    private static final TableColumns<Trip> COLUMNS = new TableColumns<>(
            List.of(
                    text("imei", Trip::imei),
                    timestamptz("start_time", Trip::startTime),
                    timestamptz("end_time", Trip::endTime),
                    point("start_geom", float8("start_lng", Trip::startLng), float8("start_lat", Trip::startLat)),
                    point("end_geom", float8("end_lng", Trip::endLng), float8("end_lat", Trip::endLat)),
                    float8("distance_km", Trip::distanceKm),
                    int8("driving_time_s", Trip::drivingTimeS),
                    int8("idle_time_s", Trip::idleTimeS),
                    float8("avg_speed_kmh", Trip::avgSpeedKmh),
                    float8("max_speed_kmh", Trip::maxSpeedKmh),
                    float8("start_odometer_km", Trip::startOdometerKm),
                    float8("end_odometer_km", Trip::endOdometerKm),
                    text("start_address", Trip::startAddress),
                    text("end_address", Trip::endAddress),
                    text("source", trip -> trip.source().label()),
                    json("raw", Trip::raw)),
            "received_at");

    private static final List<String> VALUES = COLUMNS.namesBut("imei", "start_time", "source");

    private static final String INSERT =
            "INSERT INTO tracksolid.trips AS t (%s)%n%sON CONFLICT (imei, start_time)%n%s%s"
                    .formatted(
                            COLUMNS.names(), COLUMNS.rows(), LaterEnd.wins(VALUES), "RETURNING imei, start_time, ''");

    private static final String REPLACE = new AnswerWins(
                    "tracksolid.trips",
                    COLUMNS,
                    List.of("imei", "start_time"),
                    OverDerived.replaced(AnswerWins.corrected(VALUES)))
            .sql("''");

    private final @Nullable PolledChange answer;

    public TripTable() {
        this(null);
    }

    /** @param answer the poll whose answer these trips are, which wins over known rows; null: a later end wins */
    public TripTable(@Nullable PolledChange answer) {
        this.answer = answer;
    }

    @Override
    public String name() {
        return "tracksolid.trips";
    }

    @Override
    public FactKey key(Trip trip) {
        return FactKey.of(trip.imei(), trip.startTime());
    }

    @Override
    public FactSource source(Trip trip) {
        return trip.source();
    }

    @Override
    public boolean absorbs(Trip first, Trip second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Trip> trips, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(answer == null ? INSERT : REPLACE)) {
            var parameters = COLUMNS.bind(new ArrayParameters<>(insert, trips), now);
            if (answer != null) {
                parameters.firstAndLast(Trip::startTime).instant(answer.at()).text(answer.question());
            }
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<Trip> trips, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
