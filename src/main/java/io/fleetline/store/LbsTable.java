package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.LbsReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Radio cells and WiFi stations seen, with the whole item as it came. */
final class LbsTable implements FactTable<LbsReading> {

    private static final String INSERT = """
            INSERT INTO tracksolid.lbs_readings
                (imei, reading_time, post_type, mcc, mnc, cells, raw, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.post_type, n.mcc, n.mnc,
                   n.cells, n.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?)
                AS n (imei, time_us, post_type, mcc, mnc, cells, raw)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, ''
            """;

    @Override
    public String name() {
        return "tracksolid.lbs_readings";
    }

    @Override
    public FactKey key(LbsReading lbsReading) {
        return FactKey.of(lbsReading.imei(), lbsReading.readingTime());
    }

    @Override
    public FactSource source(LbsReading lbsReading) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<LbsReading> lbsReadings, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, lbsReadings)
                    .instant(now)
                    .texts(LbsReading::imei)
                    .times(LbsReading::readingTime)
                    .texts(LbsReading::postType)
                    .integers(LbsReading::mcc)
                    .integers(LbsReading::mnc)
                    .texts(LbsReading::cells)
                    .json(LbsReading::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }
}
