package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Parking and idling; one that is reported again may have ended meanwhile. */
final class StopTable implements FactTable<Stop> {

    private static final String INSERT = """
            INSERT INTO tracksolid.parking_events AS t
                (imei, start_time, kind, end_time, duration_s, geom, lat, lng, address, source, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.start_us * interval '1 microsecond', n.kind,
                   timestamptz 'epoch' + n.end_us * interval '1 microsecond', n.duration_s,
                   ST_SetSRID(ST_MakePoint(n.lng, n.lat), 4326), n.lat, n.lng, n.address, 'poll', ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                AS n (imei, start_us, kind, end_us, duration_s, lat, lng, address)
            ON CONFLICT (imei, start_time, kind)
            """
            + LaterEnd.wins(List.of("end_time", "duration_s", "geom", "lat", "lng", "address"))
            + "RETURNING imei, start_time, kind";

    @Override
    public String name() {
        return "tracksolid.parking_events";
    }

    @Override
    public FactKey key(Stop stop) {
        return FactKey.of(stop.imei(), stop.startTime(), stop.kind().label());
    }

    /** The vendor's cloud pushes no stops. */
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
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, stops)
                    .instant(now)
                    .texts(Stop::imei)
                    .times(Stop::startTime)
                    .texts(stop -> stop.kind().label())
                    .times(Stop::endTime)
                    .longs(Stop::durationS)
                    .decimals(Stop::lat)
                    .decimals(Stop::lng)
                    .texts(Stop::address);
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<Stop> stops, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
