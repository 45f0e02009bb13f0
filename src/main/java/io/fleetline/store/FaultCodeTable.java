package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.FaultCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Diagnostic trouble codes, with the whole item as it came. */
final class FaultCodeTable implements FactTable<FaultCode> {

    private static final String INSERT = """
            INSERT INTO tracksolid.fault_codes
                (imei, reading_time, code, detail, source, raw, received_at)
            SELECT n.imei, timestamptz 'epoch' + n.time_us * interval '1 microsecond', n.code, n.detail, n.source,
                   n.raw::jsonb, ?
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS n (imei, time_us, code, detail, source, raw)
            ON CONFLICT DO NOTHING
            RETURNING imei, reading_time, code
            """;

    @Override
    public String name() {
        return "tracksolid.fault_codes";
    }

    @Override
    public FactKey key(FaultCode faultCode) {
        return FactKey.of(faultCode.imei(), faultCode.readingTime(), faultCode.code());
    }

    @Override
    public FactSource source(FaultCode faultCode) {
        return FactSource.PUSH;
    }

    @Override
    public List<FactKey> insert(Connection connection, List<FaultCode> faultCodes, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, faultCodes)
                    .instant(now)
                    .texts(FaultCode::imei)
                    .times(FaultCode::readingTime)
                    .texts(FaultCode::code)
                    .texts(FaultCode::detail)
                    .texts(fault -> FactSource.PUSH.label())
                    .json(FaultCode::raw);
            return FactKey.readAll(insert.executeQuery());
        }
    }
}
