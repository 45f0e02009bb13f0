package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.FaultCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Diagnostic trouble codes, with the whole item as received. */
public final class FaultCodeTable implements FactTable<FaultCode> {
    private static final String NAME = "tracksolid.fault_codes";
    private static final List<String> COLUMNS = List.of("detail", "source", "raw");

    private final OncePerContent<FaultCode> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time", "code"), COLUMNS, List.of("raw"), this::key, FaultCodeTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(FaultCode fact) {
        return FactKey.of(fact.imei(), fact.readingTime(), fact.code());
    }

    @Override
    public FactSource source(FaultCode fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(FaultCode first, FaultCode second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<FaultCode> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<FaultCode> facts) throws SQLException {
        facts.texts(FaultCode::imei)
                .times(FaultCode::readingTime)
                .texts(FaultCode::code)
                .texts(FaultCode::detail)
                .texts(fault -> FactSource.PUSH.label())
                .json(FaultCode::raw);
    }
}
