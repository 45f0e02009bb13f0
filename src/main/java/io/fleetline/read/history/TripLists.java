package io.fleetline.read.history;

import io.fleetline.read.AnswerFormat;
import io.fleetline.read.Attachment;
import io.fleetline.read.Caller;
import io.fleetline.read.Csv;
import io.fleetline.read.FilterNames;
import io.fleetline.read.Filters;
import io.fleetline.read.Period;
import io.fleetline.read.Single;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finished trips for a map, streamed. */
@Singleton
final class TripLists {
    /** A trip is about 800 bytes of text. */
    private static final int TRIPS_AT_A_TIME = 1000;

    private static final String SUMMARY = """
            SELECT from_at, to_at, summary FROM reporting.fn_trips_summary(
                %s,
                %s,
                %s)
            """.formatted(Filters.SQL, Period.FROM_SQL, Period.TO_SQL);

    /** The columns of the table, in the order of {@code reporting.fn_trip_lines}. */
    static final String COLUMNS =
            "imei,vehicle_number,vehicle_name,vehicle_type,fleet_segment,driver_name,cost_centre,assigned_city,day,"
                    + "start_time,end_time,distance_km,driving_time_s,idle_time_s,avg_speed_kmh,max_speed_kmh,fuel_estimated_l,start_odometer_km,"
                    + "end_odometer_km,start_lng,start_lat,end_lng,end_lat,start_address,end_address,source";

    private static final String LINES =
            "SELECT line FROM reporting.fn_trip_lines(%s, :first_at, :end_at)".formatted(Filters.SQL);

    private static final String FEATURES =
            "SELECT feature FROM reporting.fn_trip_features(%s, :first_at, :end_at)".formatted(Filters.SQL);

    private final TextRows rows;
    private final FilterNames names;

    TripLists(TextRows rows, FilterNames names) {
        this.rows = rows;
        this.names = names;
    }

    /**
     * Trips that match every filter; by default those of the last seven business days.
     *
     * @param accepted the media types that the client accepts, in order of preference
     * @throws BadRequestException that names the parameter
     */
    Response answer(Map<String, List<String>> given, List<MediaType> accepted, Caller caller) {
        var asked = names.read(given, caller);
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(asked, caller));
        parameters.putAll(Period.of(asked).parameters());
        var format = AnswerFormat.of(asked, accepted);
        var answer = Response.ok().type(format.type());
        return switch (format) {
            case JSON ->
                answer.entity(body(FEATURES, parameters, Frame::geojson)).build();
            case CSV -> {
                var table = Frame.lines(Csv.start(asked) + COLUMNS + "\r\n");
                var periods = Period.NAMES.stream().flatMap(name -> Single.values(name, asked).stream());
                yield answer.entity(body(LINES, parameters, summary -> table))
                        .header(Attachment.HEADER, Attachment.named("csv", Stream.concat(Stream.of("trips"), periods)))
                        .build();
            }
        };
    }

    /** @param frame the text around the rows, made from the summary */
    private StreamingOutput body(String sql, Map<String, @Nullable Object> parameters, Function<String, Frame> frame) {
        return rows.answer((handle, out) -> {
            handle.execute(TextRows.ONE_MOMENT);
            var whole = handle.createQuery(SUMMARY)
                    .bindMap(parameters)
                    .map((row, context) -> Whole.of(row))
                    .one();
            parameters.put("first_at", whole.from());
            parameters.put("end_at", whole.to());
            var trips = new TextRows.TextQuery(sql, parameters, TRIPS_AT_A_TIME, (row, context) -> row.getBytes(1));
            TextRows.write(handle, trips, first -> frame.apply(whole.summary()), out);
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
