package io.fleetline.store;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Alarms, with the severity that {@code alarm_types} gives them, and its name for those that come without one. */
final class AlarmTable implements FactTable<Alarm> {

    private static final String INSERT = """
            INSERT INTO tracksolid.alarms
                (imei, alarm_type, alarm_time, alarm_name, severity, geom, lat, lng, speed, acc_status, fence_id,
                 source, raw, received_at)
            SELECT a.imei, a.alarm_type, timestamptz 'epoch' + a.alarm_us * interval '1 microsecond',
                   coalesce(nullif(a.alarm_name, ''), t.alarm_name), t.severity,
                   ST_SetSRID(ST_MakePoint(a.lng, a.lat), 4326), a.lat, a.lng, a.speed, a.acc_status, a.fence_id,
                   a.source, a.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS a (imei, alarm_type, alarm_us, alarm_name, lat, lng, speed, acc_status, fence_id,
                      source, raw)
            LEFT JOIN tracksolid.alarm_types AS t ON t.alarm_type = a.alarm_type
            ON CONFLICT DO NOTHING
            RETURNING imei, alarm_time, alarm_type
            """;

    @Override
    public String name() {
        return "tracksolid.alarms";
    }

    @Override
    public FactKey key(Alarm alarm) {
        return FactKey.of(alarm.imei(), alarm.alarmTime(), alarm.alarmType());
    }

    @Override
    public FactSource source(Alarm alarm) {
        return alarm.source();
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Alarm> alarms, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, alarms)
                    .instant(now)
                    .texts(Alarm::imei)
                    .texts(Alarm::alarmType)
                    .times(Alarm::alarmTime)
                    .texts(Alarm::alarmName)
                    .decimals(Alarm::lat)
                    .decimals(Alarm::lng)
                    .decimals(Alarm::speedKmh)
                    .flags(Alarm::ignitionOn)
                    .texts(Alarm::fenceId)
                    .texts(alarm -> alarm.source().label())
                    .json(Alarm::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<Alarm> alarms, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
