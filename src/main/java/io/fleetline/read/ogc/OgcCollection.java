package io.fleetline.read.ogc;

import jakarta.ws.rs.NotFoundException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The collections. Each is a database function, {@code reporting.fn_ogc_features_*}, which returns its features in a fixed order. */
enum OgcCollection {
    LIVE_POSITIONS(
            "live-positions",
            "Live positions",
            "Where every vehicle is now: a point each, whose time is gps_time.",
            Key.IMEI,
            Size.OF_ROWS),
    TRIPS(
            "trips",
            "Trips",
            "Finished trips, newest first: a line from start to end, or a point where only one of them is known. "
                    + "datetime finds those under way in that time.",
            Key.IMEI + "~" + Key.MOMENT,
            Size.OF_ROWS),
    DRIVEN_TRIPS(
            "driven-trips",
            "Driven trips",
            "Finished trips, newest first, each as it was driven: a line through its fixes, or as in trips where there are too few. "
                    + "datetime reaches over 31 days at most; without a beginning it is the last 31.",
            Key.IMEI + "~" + Key.MOMENT,
            Size.OF_WAYS),
    TRACKS(
            "tracks",
            "Tracks",
            "The way of each vehicle on each business day, newest day first: a line through its fixes. "
                    + "datetime picks the days it touches, 31 at most; without it they are the last 31.",
            Key.IMEI + "~" + Key.DAY,
            Size.OF_WAYS),
    PARKING(
            "parking",
            "Stops",
            "Where vehicles stood, newest first: points; kind is parking (engine off) or idling (engine on). "
                    + "datetime finds those that lasted then; one without end_time still lasts.",
            Key.IMEI + "~" + Key.MOMENT + "~(parking|idling)",
            Size.OF_ROWS),
    ALARMS(
            "alarms",
            "Alarms",
            "Alarms, newest first: points; one without a position has no geometry, and is in no bbox.",
            Key.IMEI + "~" + Key.MOMENT + "~(.+)",
            Size.OF_ROWS);

    private final String id;
    private final String title;
    private final String description;
    private final Pattern key;
    private final Size size;

    OgcCollection(String id, String title, String description, String key, Size size) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.key = Pattern.compile(key, Pattern.DOTALL);
        this.size = size;
    }

    /** @throws NotFoundException that names the id */
    static OgcCollection of(String id) {
        return Arrays.stream(values())
                .filter(collection -> collection.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("there is no collection " + id));
    }

    /** As in URLs. */
    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    /** The pattern of its features' ids: a group for each part of the key. */
    Pattern key() {
        return key;
    }

    /** The default number of features on a page. */
    int defaultLimit() {
        return size.usual;
    }

    /** The maximum number of features on a page. */
    int maxLimit() {
        return size.most;
    }

    /** The function that returns its features, with its schema. */
    String function() {
        return "reporting.fn_ogc_features_" + id.replace('-', '_');
    }

    private static final class Key {
        static final String IMEI = "([^\\x00]+)";
        static final String MOMENT = "(\\d{8}T\\d{6}\\.\\d{6}Z)";
        static final String DAY = "(\\d{4}-\\d\\d-\\d\\d)";

        private Key() {}
    }

    private enum Size {
        OF_ROWS(100, 10_000),
        /** A track holds hundreds of positions, and that of a day thousands. */
        OF_WAYS(10, 1_000);

        private final int usual;
        private final int most;

        Size(int usual, int most) {
            this.usual = usual;
            this.most = most;
        }
    }
}
