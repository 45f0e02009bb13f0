package io.fleetline.read.ogc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import jakarta.ws.rs.BadRequestException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for features.
 *
 * @param limit the most features
 * @param crs the coordinate system of the answer
 * @param parameters the parameters of {@link #SQL} and {@link #MATCHED_SQL}
 */
record ItemsQuery(int limit, Crs crs, Map<String, @Nullable Object> parameters) {
    /** The names of the request parameters. */
    static final List<String> NAMES = Stream.of(
                    List.of("bbox", "bbox-crs", "datetime", "limit", "cursor", "crs"), Filters.NAMES)
            .flatMap(List::stream)
            .toList();

    /** To be formatted with the function; returns rows of an id and a feature's text. */
    static final String SQL = """
            SELECT id, reporting.fn_ogc_feature(id, geom, properties, :srid) AS feature FROM %%s(
                %s,
                :bbox::double precision[],
                %s,
                %s,
                :after::text[],
                :limit)
            """.formatted(Filters.SQL, DateTimeSpan.FROM_SQL, DateTimeSpan.TO_SQL);

    /** The number of features on all pages; null if unknown. */
    static final String MATCHED_SQL = """
            SELECT reporting.fn_ogc_matched(
                %s,
                :collection,
                :most,
                :bbox::double precision[],
                %s,
                %s)
            """.formatted(Filters.SQL, DateTimeSpan.FROM_SQL, DateTimeSpan.TO_SQL);

    private static final int ENOUGH_TO_FIND_ONE = 100;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0*[1-9]\\d*");

    /**
     * The query for a request's parameters.
     *
     * @throws BadRequestException that names the parameter that is unknown, repeated or invalid
     */
    static ItemsQuery of(OgcCollection collection, Map<String, List<String>> given, Caller caller) {
        QueryNames.check(given);
        var bbox = QueryNames.single("bbox", given);
        var datetime = QueryNames.single("datetime", given);
        var cursor = QueryNames.single("cursor", given);
        var crs = crs(given);
        int limit = limit(collection, QueryNames.single("limit", given));
        // One row more than the limit shows whether there is another page.
        var parameters = parameters(
                datetime == null ? DateTimeSpan.ALWAYS : DateTimeSpan.parse(datetime), limit + 1, crs, given, caller);
        var bboxCrs = Crs.of("bbox-crs", QueryNames.single("bbox-crs", given));
        parameters.put(
                "bbox", bbox == null ? null : BoundingBox.parse(bbox, bboxCrs).sql());
        parameters.put("after", cursor == null ? null : after(collection, cursor));
        return new ItemsQuery(limit, crs, parameters);
    }

    /** The coordinate system that a request names. */
    static Crs crs(Map<String, List<String>> given) {
        return Crs.of("crs", QueryNames.single("crs", given));
    }

    /** Whether the answer is the first page of many. */
    boolean isFirst() {
        return parameters.get("after") == null;
    }

    /** The query for the features of that vehicle at that time, of which one may have this key: it is among the newest. */
    static ItemsQuery of(FeatureKey key, Crs crs, Caller caller) {
        var then = new DateTimeSpan(key.at(), key.at());
        var given = Map.of("imei", List.of(key.imei()));
        return new ItemsQuery(ENOUGH_TO_FIND_ONE, crs, parameters(then, ENOUGH_TO_FIND_ONE, crs, given, caller));
    }

    /** The cursor of the page that begins after the feature with this id. */
    static String cursorAfter(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
    }

    private static Map<String, @Nullable Object> parameters(
            DateTimeSpan span, int limit, Crs crs, Map<String, List<String>> given, Caller caller) {
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(given, caller));
        parameters.putAll(span.parameters());
        parameters.put("limit", limit);
        parameters.put("srid", crs.srid());
        parameters.put("bbox", null);
        parameters.put("after", null);
        return parameters;
    }

    private static int limit(OgcCollection collection, @Nullable String text) {
        if (text == null) {
            return collection.defaultLimit();
        } else if (!WHOLE_NUMBER.matcher(text.strip()).matches()) {
            throw new BadRequestException("limit must be a whole number from 1 on; above %d it counts as %d"
                    .formatted(collection.maxLimit(), collection.maxLimit()));
        }
        var digits = text.strip().replaceFirst("^0+", "");
        return digits.length() > 9 ? collection.maxLimit() : Math.min(Integer.parseInt(digits), collection.maxLimit());
    }

    private static String[] after(OgcCollection collection, String cursor) {
        try {
            var id = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            return FeatureKey.parse(collection, id).orElseThrow().parts().toArray(String[]::new);
        } catch (RuntimeException e) {
            throw new BadRequestException("cursor is not one that a next link of this collection gave", e);
        }
    }
}
