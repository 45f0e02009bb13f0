package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.LbsReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Radio cells and WiFi stations, with the whole item as received. */
public final class LbsTable implements FactTable<LbsReading> {
    private static final String NAME = "tracksolid.lbs_readings";
    private static final List<String> COLUMNS = List.of("post_type", "mcc", "mnc", "cells", "raw");

    private final OncePerContent<LbsReading> once = OncePerContent.into(
            NAME, List.of("imei", "reading_time"), COLUMNS, List.of("raw"), this::key, LbsTable::bind);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FactKey key(LbsReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }

    @Override
    public FactSource source(LbsReading fact) {
        return FactSource.PUSH;
    }

    /** Different content under the same key is another fact. */
    @Override
    public boolean absorbs(LbsReading first, LbsReading second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<LbsReading> facts, Instant now) throws SQLException {
        return once.insert(connection, facts, now);
    }

    private static void bind(ArrayParameters<LbsReading> facts) throws SQLException {
        facts.texts(LbsReading::imei)
                .times(LbsReading::readingTime)
                .texts(LbsReading::postType)
                .integers(LbsReading::mcc)
                .integers(LbsReading::mnc)
                .texts(LbsReading::cells)
                .json(LbsReading::raw);
    }
}
