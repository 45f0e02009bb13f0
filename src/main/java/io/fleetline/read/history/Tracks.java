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
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tracks of vehicles, streamed: one of a million fixes needs no more memory than a short one. */
@Singleton
public final class Tracks {
    /** A part of a track is about 400 KB of text. */
    private static final int PARTS_AT_A_TIME = 4;

    private static final Pattern METRES = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
    private static final BigDecimal MOST_METRES = BigDecimal.valueOf(100_000);

    /** Returns at least one row; the placeholder is the function of the format. One statement, so one snapshot. */
    private static final String ROWS = """
            SELECT coalesce(track.text, ''), cardinality(asked.imeis) AS vehicles
            FROM reporting.fn_track_question(
                %s,
                %s,
                %s) asked
            LEFT JOIN LATERAL %%s(asked.imeis, asked.from_at, asked.to_at, :simplify::double precision) AS track(text) ON true
            """.formatted(Filters.SQL, TrackPeriod.FROM_SQL, Period.TO_SQL);

    private final TextRows rows;
    private final FilterNames names;
    private final InstantSource clock;

    Tracks(TextRows rows, FilterNames names, InstantSource clock) {
        this.rows = rows;
        this.names = names;
        this.clock = clock;
    }

    /**
     * An answer that is streamed from the database.
     *
     * @param given the vehicle, the period, the format and further filters
     * @param accepted the media types that the client accepts, in order of preference
     * @throws BadRequestException that names the parameter
     */
    public Response answer(Map<String, List<String>> given, List<MediaType> accepted, Caller caller) {
        var asked = names.read(given, caller);
        var format = TrackFormat.of(Single.value(AnswerFormat.NAME, asked), accepted);
        var start = format == TrackFormat.CSV ? Csv.start(asked) : "";
        var parameters = parameters(asked, caller);
        if (parameters.get("imei") == null && parameters.get("vehicle_number") == null) {
            throw new BadRequestException("a track needs an imei or a vehicle_number");
        }
        var query = new TextRows.TextQuery(
                ROWS.formatted(format.function()), parameters, PARTS_AT_A_TIME, (row, context) -> text(row));
        var body = rows.answer((handle, out) -> TextRows.write(
                handle, query, first -> format.frame().apply(first).after(start), out));
        var answer = Response.ok(body, format.type());
        return format.isFile()
                ? answer.header(Attachment.HEADER, fileName(asked, format)).build()
                : answer.build();
    }

    private static String fileName(Map<String, List<String>> asked, TrackFormat format) {
        var told = Stream.of(List.of("imei", "vehicle_number"), Period.NAMES, TrackPeriod.NAMES)
                .flatMap(List::stream)
                .flatMap(name -> Single.values(name, asked).stream());
        return Attachment.named(format.extension(), Stream.concat(Stream.of("track"), told));
    }

    private Map<String, @Nullable Object> parameters(Map<String, List<String>> given, Caller caller) {
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(given, caller));
        parameters.putAll(TrackPeriod.of(given, clock.instant()).parameters());
        parameters.put("simplify", metres(Single.value("simplify", given)));
        return parameters;
    }

    private static @Nullable BigDecimal metres(String text) {
        if (text.isEmpty()) {
            return null;
        }
        var metres = METRES.matcher(text).matches() ? new BigDecimal(text) : MOST_METRES.add(BigDecimal.ONE);
        if (metres.compareTo(MOST_METRES) > 0) {
            throw new BadRequestException("simplify must be a number of metres from 0 to " + MOST_METRES);
        }
        return metres;
    }

    private static byte[] text(ResultSet row) throws SQLException {
        if (row.getInt("vehicles") == 0) {
            throw new NotFoundException("there is no such vehicle");
        }
        return row.getBytes(1);
    }
}
