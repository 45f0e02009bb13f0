package io.fleetline.register;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Times;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * Imports a list of vehicles into the register, within the transaction of a handle: its lines are collected in temporary tables,
 * compared with the register, and applied in one statement. Imported columns are maintained manually from then on: the vendor's
 * device list does not change them.
 */
public final class DeviceImport {
    private static final int LINES_PER_STATEMENT = 5_000;

    private static final String GATHERING_TABLES = """
            CREATE TEMPORARY TABLE import_lines (line bigint, key text) ON COMMIT DROP;
            CREATE TEMPORARY TABLE import_cells (line bigint, column_name text, value text, keep boolean) ON COMMIT DROP
            """;

    private static final String ADD_LINES =
            "INSERT INTO pg_temp.import_lines (line, key) SELECT * FROM unnest(?, ?) AS l (line, key)";

    private static final String ADD_CELLS = """
            INSERT INTO pg_temp.import_cells (line, column_name, value, keep)
            SELECT * FROM unnest(?, ?, ?, ?) AS c (line, column_name, value, keep)
            """;

    private static final String FIND_BY_IMEI = """
            CREATE TEMPORARY TABLE import_vehicles ON COMMIT DROP AS
            SELECT l.line, l.key, l.key AS same, d.imei
            FROM pg_temp.import_lines l LEFT JOIN tracksolid.devices d ON d.imei = l.key
            """;

    private static final String FIND_BY_PLATE = """
            CREATE TEMPORARY TABLE import_vehicles ON COMMIT DROP AS
            SELECT l.line, l.key, upper(translate(l.key, ' -', '')) AS same, d.imei
            FROM pg_temp.import_lines l
            LEFT JOIN tracksolid.devices d ON upper(translate(d.vehicle_number, ' -', '')) = upper(translate(l.key, ' -', '')) AND d.enabled
            """;

    private static final String LOCK = """
            SELECT FROM tracksolid.devices WHERE imei IN (SELECT imei FROM pg_temp.import_vehicles) ORDER BY imei FOR UPDATE
            """;

    private static final String FIND_CHANGES = """
            CREATE TEMPORARY TABLE import_changes ON COMMIT DROP AS
            WITH device AS MATERIALIZED (
                SELECT v.line, d.imei, d.vehicle_number, d.hand_kept, to_jsonb(d) AS fields
                FROM pg_temp.import_vehicles v JOIN tracksolid.devices d USING (imei)
            )
            SELECT d.line, d.imei, d.vehicle_number, c.column_name, d.fields ->> c.column_name AS before, c.value AS after, c.keep
            FROM device d JOIN pg_temp.import_cells c USING (line)
            WHERE CASE WHEN c.keep THEN d.fields ->> c.column_name IS DISTINCT FROM c.value
                       ELSE c.column_name = ANY (d.hand_kept) END
            """;

    private final Handle handle;
    private final List<Line> waiting = new ArrayList<>();

    /** @param handle within a transaction */
    public DeviceImport(Handle handle) {
        this.handle = handle;
        handle.createScript(GATHERING_TABLES).execute();
    }

    /** A valid line: the key of the vehicle, and its columns. */
    public record Line(long number, String key, List<Cell> cells) {}

    /**
     * A new value for a column.
     *
     * @param column of {@code tracksolid.devices}
     * @param value null to clear it
     * @param keep whether the column is maintained manually from now on; otherwise it keeps its value, which the vendor's next list
     *     may change
     */
    public record Cell(String column, @Nullable String value, boolean keep) {}

    /** The problem of a line. */
    public record BadLine(long line, String problem) {}

    /** A vehicle that is not in the register. */
    public record Unknown(long line, String key) {}

    /**
     * A column that will change.
     *
     * @param after null if it is cleared, or returned to the vendor
     * @param keep false if it is returned to the vendor
     */
    public record ChangedField(
            long line,
            String imei,
            @Nullable String vehicleNumber,
            String columnName,
            @Nullable String before,
            @Nullable String after,
            boolean keep) {}

    /** @param vehicles with at least one change */
    public record Counts(long lines, long vehicles, long changes, long unknown) {
        public long unchanged() {
            return lines - vehicles - unknown;
        }
    }

    /** Adds a line. */
    public void add(Line line) {
        waiting.add(line);
        if (waiting.size() == LINES_PER_STATEMENT) {
            flush();
        }
    }

    private void flush() {
        var connection = handle.getConnection();
        try (var lines = connection.prepareStatement(ADD_LINES);
                var cells = connection.prepareStatement(ADD_CELLS)) {
            new ArrayParameters<>(lines, waiting).longs(Line::number).texts(Line::key);
            lines.executeUpdate();
            var each = waiting.stream()
                    .flatMap(line -> line.cells().stream().map(cell -> new CellOfLine(line.number(), cell)))
                    .toList();
            new ArrayParameters<>(cells, each)
                    .longs(CellOfLine::line)
                    .texts(one -> one.cell().column())
                    .texts(one -> one.cell().value())
                    .flags(one -> one.cell().keep());
            cells.executeUpdate();
            waiting.clear();
        } catch (SQLException e) {
            throw new StoreUnavailableException("the lines could not be collected: " + SqlTrouble.reason(e), e);
        }
    }

    private record CellOfLine(long line, Cell cell) {}

    /**
     * Call after the last line: identifies the vehicles and determines the changes.
     *
     * @param byImei otherwise by the plate of enabled devices, ignoring case, blanks and hyphens
     * @param lock whether to lock these vehicles until the transaction ends
     */
    public void compare(boolean byImei, boolean lock) {
        flush();
        handle.execute(byImei ? FIND_BY_IMEI : FIND_BY_PLATE);
        handle.execute("ANALYZE pg_temp.import_vehicles, pg_temp.import_cells");
        if (lock) {
            handle.execute(LOCK);
        }
        handle.execute(FIND_CHANGES);
    }

    /** Lines that repeat a vehicle, or whose plate belongs to several devices; in line order. */
    public List<BadLine> badLines() {
        return handle.createQuery("""
                        WITH first AS (
                            SELECT line, key, imei, same, min(line) OVER (PARTITION BY same) AS first FROM pg_temp.import_vehicles
                        )
                        SELECT DISTINCT line, format('names the vehicle ''%s'' of line %s again', key, first) AS problem
                        FROM first WHERE line > first
                        UNION ALL
                        SELECT line, format('names ''%s'', which several devices have (%s): name them by imei', min(key), string_agg(imei, ', ' ORDER BY imei))
                        FROM pg_temp.import_vehicles GROUP BY line HAVING count(*) > 1
                        ORDER BY line
                        """).map(ConstructorMapper.of(BadLine.class)).list();
    }

    /** The changes in line order, streamed. */
    public void eachChange(Consumer<ChangedField> consumer) {
        handle.createQuery("""
                        SELECT line, imei, vehicle_number, column_name, before, after, keep
                        FROM pg_temp.import_changes ORDER BY line, column_name
                        """)
                .setFetchSize(1_000)
                .map(ConstructorMapper.of(ChangedField.class))
                .forEach(consumer);
    }

    /** The vehicles that are not in the register, in line order. */
    public void eachUnknown(Consumer<Unknown> consumer) {
        handle.createQuery("SELECT line, key FROM pg_temp.import_vehicles WHERE imei IS NULL ORDER BY line")
                .setFetchSize(1_000)
                .map(ConstructorMapper.of(Unknown.class))
                .forEach(consumer);
    }

    public Counts counts() {
        return handle.createQuery("""
                        SELECT (SELECT count(*) FROM pg_temp.import_lines) AS lines,
                               (SELECT count(DISTINCT line) FROM pg_temp.import_changes) AS vehicles,
                               (SELECT count(*) FROM pg_temp.import_changes) AS changes,
                               (SELECT count(*) FROM pg_temp.import_vehicles WHERE imei IS NULL) AS unknown
                        """).map(ConstructorMapper.of(Counts.class)).one();
    }

    /** Applies the changes: every column in the list is maintained manually from now on, even if its value was the same. */
    public void apply(Instant now) {
        handle.createUpdate("""
                        WITH said AS (
                            SELECT v.imei,
                                   coalesce(jsonb_object_agg(c.column_name, c.value) FILTER (WHERE c.keep), '{}') AS fields,
                                   coalesce(array_agg(c.column_name) FILTER (WHERE c.keep), '{}') AS kept,
                                   coalesce(array_agg(c.column_name) FILTER (WHERE NOT c.keep), '{}') AS given_back
                            FROM pg_temp.import_vehicles v JOIN pg_temp.import_cells c USING (line)
                            WHERE v.imei IS NOT NULL GROUP BY v.imei
                        )
                        UPDATE tracksolid.devices AS d SET
                            (vehicle_number, vehicle_name, vehicle_type, vehicle_brand, vehicle_model, driver_name, driver_phone,
                             cost_centre, assigned_city, fleet_segment, fuel_100km)
                          = (SELECT n.vehicle_number, n.vehicle_name, n.vehicle_type, n.vehicle_brand, n.vehicle_model, n.driver_name,
                                    n.driver_phone, n.cost_centre, n.assigned_city, n.fleet_segment, n.fuel_100km
                             FROM jsonb_populate_record(d, said.fields) AS n),
                            hand_kept = ARRAY(SELECT unnest(d.hand_kept || said.kept) EXCEPT SELECT unnest(said.given_back) ORDER BY 1),
                            updated_at = :now
                        FROM said
                        WHERE d.imei = said.imei
                          AND (NOT d.hand_kept @> said.kept OR d.imei IN (SELECT imei FROM pg_temp.import_changes))
                        """).bind("now", Times.utc(now)).execute();
    }
}
