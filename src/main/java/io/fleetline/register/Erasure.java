package io.fleetline.register;

import io.fleetline.database.Times;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Takes what names a driver out of the database, as a person may ask for. It needs the caller's transaction.
 *
 * @param apply whether to do it; otherwise it only counts
 */
public record Erasure(Handle handle, boolean apply) {
    /**
     * Rows of one table.
     *
     * @param place the table, with its schema
     * @param rowCount rows that name the driver, or belong to the stretch of history
     */
    public record RowCount(String place, long rowCount) {}

    /** The name and the telephone number in the register, and the name in every item of the vendor's that is kept. */
    public List<RowCount> driver(String name) {
        return handle.createQuery("SELECT place, row_count FROM tracksolid.fn_erase_driver(:name, :apply)")
                .bind("name", name)
                .bind("apply", apply)
                .map(ConstructorMapper.of(RowCount.class))
                .list();
    }

    /** Every fact of a vehicle from one time up to another, that one left out. */
    public List<RowCount> history(String imei, Instant from, Instant to) {
        return handle.createQuery("SELECT place, row_count FROM tracksolid.fn_erase_history(:imei, :from, :to, :apply)")
                .bind("imei", imei)
                .bind("from", Times.utc(from))
                .bind("to", Times.utc(to))
                .bind("apply", apply)
                .map(ConstructorMapper.of(RowCount.class))
                .list();
    }
}
