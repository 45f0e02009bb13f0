package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.ParameterNames;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.ogc.BoundingBox;
import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param cursor where it goes on; null: it begins anew
 * @param isBinary whether it wants vehicles as binary frames
 * @param unknown names a filter value that no vehicle has that the caller may see; null: there is none
 */
record Wish(
        Subscription subscription,
        @Nullable LogPosition cursor,
        boolean isBinary,
        @Nullable FeedProblem unknown) {
    static final String BOX = "bbox";
    static final String KINDS = "kinds";
    static final String RATE = "rate";
    static final String CURSOR = "cursor";
    static final String POSITIONS = "positions";

    static final Set<String> FILTERS =
            Stream.concat(Filters.NAMES.stream(), Stream.of("acc_status")).collect(Collectors.toUnmodifiableSet());

    /** As many as there are ticks at most. */
    private static final double MOST_FRAMES_PER_SECOND = 50;

    private static final double FEWEST_FRAMES_PER_SECOND = 0.01;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4})?");

    /**
     * Reads the parameters of a subscription, as in a query string; unknown ones are ignored.
     *
     * @throws FeedProblem for the first that is wrong
     */
    static Wish read(Map<String, List<String>> given, Caller caller, LiveBoard board) throws FeedProblem {
        var plain = ParameterNames.plain(given);
        try {
            var subscription =
                    new Subscription(board.question(plain, caller), box(plain), kinds(plain), framesPerSecond(plain));
            return new Wish(subscription, cursor(plain), isBinary(plain), unknown(plain, caller, board));
        } catch (BadRequestException e) {
            var detail = String.valueOf(e.getMessage());
            throw new FeedProblem(detail.split("[: ]", 2)[0], detail);
        }
    }

    private static @Nullable BoundingBox box(Map<String, List<String>> given) throws FeedProblem {
        var text = single(BOX, given);
        return text.isEmpty() ? null : BoundingBox.ofDegrees(text);
    }

    /** All but {@link FeedKind#STATUS}, which positions include, unless some are named. */
    private static Set<FeedKind> kinds(Map<String, List<String>> given) throws FeedProblem {
        var kinds = EnumSet.noneOf(FeedKind.class);
        for (var text : given.getOrDefault(KINDS, List.of())) {
            for (var word : text.split(",", -1)) {
                if (!word.isBlank()) {
                    kinds.add(FeedKind.of(word.strip())
                            .orElseThrow(() -> new FeedProblem(
                                    KINDS,
                                    "kinds must be some of %s"
                                            .formatted(Arrays.stream(FeedKind.values())
                                                    .map(FeedKind::word)
                                                    .collect(Collectors.joining(", "))))));
                }
            }
        }
        return kinds.isEmpty() ? EnumSet.of(FeedKind.POSITION, FeedKind.TRIP, FeedKind.ALARM) : kinds;
    }

    private static double framesPerSecond(Map<String, List<String>> given) throws FeedProblem {
        var text = single(RATE, given);
        if (text.isEmpty()) {
            return MOST_FRAMES_PER_SECOND;
        }
        double rate = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (rate < FEWEST_FRAMES_PER_SECOND || rate > MOST_FRAMES_PER_SECOND) {
            throw new FeedProblem(RATE, "rate must be a number of frames a second, from 0.01 to 50");
        }
        return rate;
    }

    private static @Nullable LogPosition cursor(Map<String, List<String>> given) throws FeedProblem {
        var text = single(CURSOR, given);
        try {
            return text.isEmpty() ? null : LogPosition.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FeedProblem(CURSOR, "cursor must be the cursor of a frame, such as 0af3b21c.1042.7");
        }
    }

    private static boolean isBinary(Map<String, List<String>> given) throws FeedProblem {
        return switch (single(POSITIONS, given)) {
            case "", "json" -> false;
            case "binary" -> true;
            default -> throw new FeedProblem(POSITIONS, "positions must be json or binary");
        };
    }

    private static String single(String name, Map<String, List<String>> given) throws FeedProblem {
        var values = given.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        if (values.size() > 1) {
            throw new FeedProblem(name, name + " is given several times, with different values");
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static @Nullable FeedProblem unknown(Map<String, List<String>> given, Caller caller, LiveBoard board) {
        var asked = Filters.named(given, () -> board.namesWithComma(caller));
        for (int filter = 0; filter < Filters.NAMES.size(); filter++) {
            var name = Filters.NAMES.get(filter);
            var values = Filters.values(name, asked.getOrDefault(name, List.of()));
            if (values != null) {
                var known = board.values(filter, caller);
                for (var value : values) {
                    if (!known.contains(value)) {
                        return new FeedProblem(
                                name,
                                "no vehicle that you may see has the %s '%s' now; the subscription holds nevertheless"
                                        .formatted(name, value.length() > 100 ? value.substring(0, 100) + "…" : value));
                    }
                }
            }
        }
        return null;
    }
}
