package io.fleetline.events;

import io.fleetline.read.Moments;
import io.fleetline.read.Single;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request for events asks for. */
record EventsQuery(Map<String, @Nullable Object> parameters, Map<String, List<String>> given) {
    static final String SQL = """
            SELECT body, next FROM reporting.fn_events(
                :service::text, :source_event_id::uuid, :from::timestamptz, :to::timestamptz, :key::text, :cursor::bigint, :limit, :offset, :fleet)
            """;

    private static final String SERVICE = "service";
    private static final String SOURCE = "source_event_id";
    private static final String KEY = "key";
    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";
    private static final String OFFSET = "offset";
    /** Those that stay the same from page to page. */
    private static final List<String> KEPT = List.of(SERVICE, SOURCE, "from", "to", KEY, LIMIT);

    private static final int USUAL_LIMIT = 100;
    static final int MOST = 1_000;
    private static final int FARTHEST = 10_000;

    /**
     * Reads a request.
     *
     * @param fleet whether the caller may see what began with our own vehicles
     * @throws BadRequestException that names the parameter which makes no sense
     */
    static EventsQuery of(MultivaluedMap<String, String> given, boolean fleet) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put(SERVICE, text(SERVICE, given));
        parameters.put(KEY, text(KEY, given));
        parameters.put(SOURCE, id(text(SOURCE, given)));
        parameters.put("from", moment("from", given));
        parameters.put("to", moment("to", given));
        parameters.put(CURSOR, number(CURSOR, given, null, Long.MAX_VALUE));
        parameters.put(LIMIT, Math.toIntExact(positive(LIMIT, given, USUAL_LIMIT)));
        parameters.put(OFFSET, Math.toIntExact(orZero(number(OFFSET, given, 0L, FARTHEST))));
        parameters.put("fleet", fleet);
        return new EventsQuery(parameters, given);
    }

    /** The query string of the page that ends before this place. */
    String next(long place) {
        var pairs = KEPT.stream()
                .flatMap(name -> Single.values(name, given).stream()
                        .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return Stream.concat(pairs, Stream.of(CURSOR + "=" + place))
                .reduce((one, other) -> one + "&" + other)
                .orElseThrow();
    }

    static @Nullable OffsetDateTime moment(String name, Map<String, List<String>> given) {
        var text = Single.value(name, given);
        return text.isEmpty() ? null : Moments.instant(name, text);
    }

    static long positive(String name, Map<String, List<String>> given, long otherwise) {
        long number = orZero(number(name, given, otherwise, MOST));
        if (number == 0) {
            throw new BadRequestException("%s must be 1 to %d".formatted(name, MOST));
        }
        return number;
    }

    static @Nullable Long number(String name, Map<String, List<String>> given, @Nullable Long otherwise, long most) {
        var text = Single.value(name, given);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
            throw new BadRequestException("%s must be a whole number, 0 to %d".formatted(name, most));
        }
        return Long.valueOf(text);
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static @Nullable String text(String name, Map<String, List<String>> given) {
        var text = Single.value(name, given);
        if (text.chars().anyMatch(one -> one == 0 || Character.isSurrogate((char) one))) {
            throw new BadRequestException(name + " holds a character that no event has");
        }
        return text.isEmpty() ? null : text;
    }

    private static @Nullable UUID id(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var id = EventIds.parse(text);
        if (id == null) {
            throw new BadRequestException(SOURCE + " is not the id of an event, such as " + EventsResource.ID);
        }
        return id;
    }
}
