package io.fleetline.read.map;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.Period;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finished trips for a map, streamed. */
@Singleton
final class Trips {
    /** A trip is some 800 bytes of text. */
    private static final int TRIPS_AT_A_TIME = 1000;

    private static final String SUMMARY = """
            SELECT from_at, to_at, summary FROM reporting.fn_trips_summary(
                %s,
                %s,
                %s)
            """.formatted(Period.FROM_SQL, Period.TO_SQL, Filters.SQL);

    private static final String FEATURES =
            "SELECT feature FROM reporting.fn_trip_features(:first_at, :end_at, %s)".formatted(Filters.SQL);

    private final TextRows rows;

    Trips(TextRows rows) {
        this.rows = rows;
    }

    /**
     * Those that pass every filter; without a period those of the last seven business days.
     *
     * @throws BadRequestException that names the parameter
     */
    StreamingOutput answer(Map<String, List<String>> given, Caller caller) {
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(given, caller));
        parameters.putAll(Period.of(given).parameters());
        return rows.answer((handle, out) -> {
            handle.execute(TextRows.ONE_MOMENT);
            var whole = handle.createQuery(SUMMARY)
                    .bindMap(parameters)
                    .map((row, context) -> Whole.of(row))
                    .one();
            parameters.put("first_at", whole.from());
            parameters.put("end_at", whole.to());
            var trips = new TextRows.Rows(FEATURES, parameters, TRIPS_AT_A_TIME, (row, context) -> row.getBytes(1));
            TextRows.write(handle, trips, first -> Frame.geojson(whole.summary()), out);
        });
    }

    private record Whole(OffsetDateTime from, OffsetDateTime to, String summary) {
        static Whole of(ResultSet row) throws SQLException {
            return new Whole(
                    row.getObject("from_at", OffsetDateTime.class),
                    row.getObject("to_at", OffsetDateTime.class),
                    row.getString("summary"));
        }
    }
}
