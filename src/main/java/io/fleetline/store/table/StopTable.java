package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parking and idling; a stop that is reported again may have ended meanwhile. */
public final class StopTable implements FactTable<Stop> {

    private static final String COLUMNS =
            "imei, start_time, kind, end_time, duration_s, geom, lat, lng, address, source, received_at";

    private static final String ROWS = """
            SELECT n.imei, timestamptz 'epoch' + n.start_us * interval '1 microsecond' AS start_time, n.kind,
                   timestamptz 'epoch' + n.end_us * interval '1 microsecond' AS end_time, n.duration_s,
                   ST_SetSRID(ST_MakePoint(n.lng, n.lat), 4326) AS geom, n.lat, n.lng, n.address, 'poll' AS source,
                   ?::timestamptz AS received_at
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                AS n (imei, start_us, kind, end_us, duration_s, lat, lng, address)
            """;

    private static final List<String> VALUES = List.of("end_time", "duration_s", "geom", "lat", "lng", "address");

    private static final String INSERT =
            "INSERT INTO tracksolid.parking_events AS t (%s)%n%sON CONFLICT (imei, start_time, kind)%n%s%s"
                    .formatted(COLUMNS, ROWS, LaterEnd.wins(VALUES), "RETURNING imei, start_time, kind");

    private static final String REPLACE = new AnswerWins(
                    "tracksolid.parking_events",
                    COLUMNS,
                    ROWS,
                    List.of("imei", "start_time", "kind"),
                    AnswerWins.replaced(VALUES))
            .sql("kind");

    private final @Nullable PolledChange answer;

    public StopTable() {
        this(null);
    }

    /** @param answer the poll whose answer these stops are, which wins over known rows; null: a later end wins */
    public StopTable(@Nullable PolledChange answer) {
        this.answer = answer;
    }

    @Override
    public String name() {
        return "tracksolid.parking_events";
    }

    @Override
    public FactKey key(Stop stop) {
        return FactKey.of(stop.imei(), stop.startTime(), stop.kind().label());
    }

    /** The vendor's cloud does not push stops. */
    @Override
    public FactSource source(Stop stop) {
        return FactSource.POLL;
    }

    @Override
    public boolean absorbs(Stop first, Stop second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Stop> stops, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(answer == null ? INSERT : REPLACE)) {
            var parameters = new ArrayParameters<>(insert, stops).instant(now);
            bind(parameters);
            if (answer != null) {
                parameters.firstAndLast(Stop::startTime).instant(answer.at()).text(answer.question());
            }
            return FactKey.readAll(insert.executeQuery());
        }
    }

    private static void bind(ArrayParameters<Stop> stops) throws SQLException {
        stops.texts(Stop::imei)
                .times(Stop::startTime)
                .texts(stop -> stop.kind().label())
                .times(Stop::endTime)
                .longs(Stop::durationS)
                .decimals(Stop::lat)
                .decimals(Stop::lng)
                .texts(Stop::address);
    }

    @Override
    public void follow(Connection connection, List<Stop> stops, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
