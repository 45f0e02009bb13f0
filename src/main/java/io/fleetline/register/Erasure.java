package io.fleetline.register;

import io.fleetline.database.Times;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Deletes a driver's personal data from the database, as the person may request. Runs in the caller's transaction.
 *
 * @param apply whether to delete; otherwise it only counts
 */
public record Erasure(Handle handle, boolean apply) {
    /**
     * The affected rows of one table.
     *
     * @param place the table, with its schema
     * @param rowCount rows that name the driver, or belong to the period
     */
    public record RowCount(String place, long rowCount) {}

    /** Removes the name and the telephone number from the register, and the name from every stored vendor item. */
    public List<RowCount> driver(String name) {
        return handle.createQuery("SELECT place, row_count FROM tracksolid.fn_erase_driver(:name, :apply)")
                .bind("name", name)
                .bind("apply", apply)
                .map(ConstructorMapper.of(RowCount.class))
                .list();
    }

    /** Deletes every fact of a vehicle in a period; the end is exclusive. */
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
