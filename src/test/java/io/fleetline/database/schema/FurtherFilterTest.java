package io.fleetline.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/**
 * A further filter is one migration, as 62_vehicle_filter.sql says how, and the files before it can still be run again: psql may have applied them all, and
 * then Flyway does so once more, in their order.
 */
class FurtherFilterTest {
    private static final String BY_BRAND = """
            DO $add$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'reporting.vehicle_filter'::regclass AND attname = 'vehicle_brand') THEN
                    ALTER TYPE reporting.vehicle_filter ADD ATTRIBUTE vehicle_brand text[];
                    DROP FUNCTION reporting.fn_vehicle_filter;
                    CREATE FUNCTION reporting.fn_vehicle_filter(
                        p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
                        p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
                        p_driver_name text[] DEFAULT NULL, p_vehicle_brand text[] DEFAULT NULL) RETURNS reporting.vehicle_filter
                    LANGUAGE sql IMMUTABLE PARALLEL SAFE
                    AS $$
                        SELECT ROW (p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name,
                                    p_vehicle_brand)::reporting.vehicle_filter
                    $$;
                END IF;
            END
            $add$;
            CREATE OR REPLACE FUNCTION reporting.fn_passes_filter(
                p_imei text, p_vehicle tracksolid.devices, p_filter reporting.vehicle_filter) RETURNS boolean
            LANGUAGE sql IMMUTABLE PARALLEL SAFE
            AS $$
                SELECT (p_filter.cost_centre   IS NULL OR p_vehicle.cost_centre   = ANY (p_filter.cost_centre))
                   AND (p_filter.vehicle_brand IS NULL OR p_vehicle.vehicle_brand = ANY (p_filter.vehicle_brand))
            $$;
            """;

    @Test
    void theFilesBeforeItCanBeRunAgain() throws Exception {
        try (var database = TestDatabase.create()) {
            database.jdbi().useHandle(handle -> {
                handle.execute("""
                        INSERT INTO tracksolid.devices (imei, vehicle_brand) VALUES ('1', 'Isuzu'), ('2', 'Hino'), ('3', NULL)""");
                run(handle, BY_BRAND);
                assertThat(trucks(handle)).containsExactly("2");
                for (var file : files()) {
                    run(handle, Files.readString(file));
                }
                run(handle, BY_BRAND);
                assertThat(trucks(handle)).containsExactly("2");
            });
        }
    }

    /** As it is: a colon is no parameter. */
    private static void run(Handle handle, String sql) throws SQLException {
        try (var statement = handle.getConnection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> trucks(Handle handle) {
        return handle.createQuery("""
                        SELECT v.imei FROM reporting.fn_fleet_summary(reporting.fn_vehicle_filter(p_vehicle_brand => '{Hino}')) AS answer
                        CROSS JOIN jsonb_to_recordset(answer -> 'by_vehicle') AS v(imei text)""").mapTo(String.class).list();
    }

    /** From the one on that makes the filter. */
    private static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("migrations"))) {
            return files.filter(file -> file.getFileName().toString().matches("(6[2-9]|[7-9]\\d).*\\.sql"))
                    .sorted()
                    .toList();
        }
    }
}
