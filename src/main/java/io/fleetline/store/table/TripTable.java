package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Trip;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trips as the vendor divides them; a trip that is reported again may have grown. */
public final class TripTable implements FactTable<Trip> {

    private static final String COLUMNS = """
            imei, start_time, end_time, start_geom, end_geom, distance_km, driving_time_s, idle_time_s, avg_speed_kmh,
            max_speed_kmh, start_odometer_km, end_odometer_km, start_address, end_address, source, raw, received_at""";

    private static final String ROWS = """
            SELECT n.imei, timestamptz 'epoch' + n.start_us * interval '1 microsecond' AS start_time,
                   timestamptz 'epoch' + n.end_us * interval '1 microsecond' AS end_time,
                   ST_SetSRID(ST_MakePoint(n.start_lng, n.start_lat), 4326) AS start_geom,
                   ST_SetSRID(ST_MakePoint(n.end_lng, n.end_lat), 4326) AS end_geom,
                   n.distance_km, n.driving_time_s, n.idle_time_s, n.avg_speed_kmh, n.max_speed_kmh, n.start_odometer_km,
                   n.end_odometer_km, n.start_address, n.end_address, n.source, n.raw::jsonb AS raw,
                   ?::timestamptz AS received_at
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS n (imei, start_us, end_us, start_lat, start_lng, end_lat, end_lng, distance_km, driving_time_s,
                      idle_time_s, avg_speed_kmh, max_speed_kmh, start_odometer_km, end_odometer_km, start_address,
                      end_address, source, raw)
            """;

    private static final List<String> VALUES = List.of(
            "end_time",
            "start_geom",
            "end_geom",
            "distance_km",
            "driving_time_s",
            "idle_time_s",
            "avg_speed_kmh",
            "max_speed_kmh",
            "start_odometer_km",
            "end_odometer_km",
            "start_address",
            "end_address",
            "raw");

    private static final String INSERT =
            "INSERT INTO tracksolid.trips AS t (%s)%n%sON CONFLICT (imei, start_time)%n%s%s"
                    .formatted(COLUMNS, ROWS, LaterEnd.wins(VALUES), "RETURNING imei, start_time, ''");

    private static final String REPLACE = new AnswerWins(
                    "tracksolid.trips", COLUMNS, ROWS, List.of("imei", "start_time"), AnswerWins.corrected(VALUES))
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
            var parameters = new ArrayParameters<>(insert, trips).instant(now);
            bind(parameters);
            if (answer != null) {
                parameters.firstAndLast(Trip::startTime).instant(answer.at()).text(answer.question());
            }
            return FactKey.readAll(insert.executeQuery());
        }
    }

    private static void bind(ArrayParameters<Trip> trips) throws SQLException {
        trips.texts(Trip::imei)
                .times(Trip::startTime)
                .times(Trip::endTime)
                .decimals(Trip::startLat)
                .decimals(Trip::startLng)
                .decimals(Trip::endLat)
                .decimals(Trip::endLng)
                .decimals(Trip::distanceKm)
                .longs(Trip::drivingTimeS)
                .longs(Trip::idleTimeS)
                .decimals(Trip::avgSpeedKmh)
                .decimals(Trip::maxSpeedKmh)
                .decimals(Trip::startOdometerKm)
                .decimals(Trip::endOdometerKm)
                .texts(Trip::startAddress)
                .texts(Trip::endAddress)
                .texts(trip -> trip.source().label())
                .json(Trip::raw);
    }

    @Override
    public void follow(Connection connection, List<Trip> trips, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
