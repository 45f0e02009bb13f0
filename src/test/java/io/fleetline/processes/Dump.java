package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * The final state of a run as JSON, row by row, to be compared with another run's. Omitted: when a row was written, and what
 * depends on whether the live poll or the track delivered a fix first: they have different fields for the same fix, and the
 * second of them may advance the live position once more. Derived trips are omitted, too: they are there until the vendor's come.
 */
record Dump(Map<String, List<String>> tables) {
    private static final Map<String, String> TIME_OF = Map.of(
            "position_history", "gps_time",
            "trips", "start_time",
            "parking_events", "start_time",
            "alarms", "alarm_time");
    private static final List<String> REGISTERS = List.of("devices", "live_positions");

    static Dump of(Jdbi database) {
        var tables = new LinkedHashMap<String, List<String>>();
        TIME_OF.forEach((table, time) ->
                tables.put(table, rows(database, table, "WHERE %s BETWEEN :from AND :to".formatted(time))));
        REGISTERS.forEach(table -> tables.put(table, rows(database, table, "WHERE :from < :to")));
        return new Dump(tables);
    }

    private static List<String> rows(Jdbi database, String table, String where) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT (to_jsonb(t) - '{received_at,updated_at,first_seen_at,last_listed_at,registered_by,source,odometer_km}'::text[]
                                - 'previous_gps_time')::text AS row
                        FROM tracksolid.%s AS t %s AND to_jsonb(t) ->> 'source' IS DISTINCT FROM 'derived' ORDER BY 1
                        """.formatted(table, where))
                .bind("from", StandingFleet.COMPARED.from().atOffset(ZoneOffset.UTC))
                .bind("to", StandingFleet.COMPARED.to().atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .list());
    }

    void isTheSameAs(Dump other) {
        tables.forEach((table, rows) -> {
            assertThat(rows).as(table).isNotEmpty().hasSameSizeAs(other.tables.get(table));
            var rest = new HashSet<>(rows);
            other.tables.get(table).forEach(rest::remove);
            assertThat(rest).as("%s of this run only", table).isEmpty();
        });
    }
}
