package io.fleetline.read.feed;

import io.fleetline.read.Filters;
import io.fleetline.read.ogc.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Under what a subscription is found. Each is under the keys of its narrowest filter only; a vehicle is looked up under all keys that it has. */
sealed interface IndexKey {
    /** Subscriptions without filter and box. */
    record Everything() implements IndexKey {}

    /** @param filter its place in {@link Filters#NAMES} */
    record Value(int filter, String value) implements IndexKey {}

    /** A square of the map. */
    record Cell(double degrees, int column, int row) implements IndexKey {}

    /** Those that name few vehicles; a box comes next, then the others. */
    List<String> NARROW = List.of("imei", "vehicle_number", "driver_name");

    List<String> WIDE = List.of("cost_centre", "assigned_city", "fleet_segment", "vehicle_type");

    /** Sides of cells; with the largest, the whole map has fewer than {@link #MOST_CELLS}. */
    List<Double> CELL_DEGREES = List.of(0.25, 2.0, 16.0, 128.0);

    int MOST_CELLS = 16;

    /** Empty for a subscription that no vehicle can match. */
    static List<IndexKey> of(Subscription subscription) {
        var wanted = subscription.question().wanted();
        if (wanted.stream().anyMatch(values -> values != null && values.isEmpty())) {
            return List.of();
        }
        var values = values(NARROW, wanted);
        if (values.isEmpty() && subscription.box() != null) {
            return List.copyOf(cells(subscription.box()));
        } else if (values.isEmpty()) {
            values = values(WIDE, wanted);
        }
        return values.isEmpty() ? List.of(new Everything()) : values;
    }

    private static List<IndexKey> values(List<String> filters, List<@Nullable Set<String>> wanted) {
        for (var name : filters) {
            int filter = Filters.NAMES.indexOf(name);
            var values = wanted.isEmpty() ? null : wanted.get(filter);
            if (values != null) {
                return values.stream()
                        .map(value -> (IndexKey) new Value(filter, value))
                        .toList();
            }
        }
        return List.of();
    }

    private static List<Cell> cells(BoundingBox box) {
        for (var degrees : CELL_DEGREES) {
            var cells = box.west() <= box.east()
                    ? cells(degrees, box.west(), box.east(), box)
                    : Stream.concat(
                                    cells(degrees, box.west(), 180, box).stream(),
                                    cells(degrees, -180, box.east(), box).stream())
                            .toList();
            if (cells.size() <= MOST_CELLS) {
                return cells;
            }
        }
        throw new IllegalStateException("the largest cells are too small for " + box);
    }

    /** One more than the limit is enough to know that they are too many. */
    private static List<Cell> cells(double degrees, double west, double east, BoundingBox box) {
        var cells = new ArrayList<Cell>();
        for (int row = line(box.south(), degrees); row <= line(box.north(), degrees); row++) {
            for (int column = line(west, degrees); column <= line(east, degrees); column++) {
                cells.add(new Cell(degrees, column, row));
                if (cells.size() > MOST_CELLS) {
                    return cells;
                }
            }
        }
        return cells;
    }

    private static int line(double ordinate, double degrees) {
        return (int) Math.floor(ordinate / degrees);
    }

    /**
     * @param attributes in the order of {@link Filters#NAMES}
     * @param lng null: the place is unknown
     */
    static List<IndexKey> of(List<@Nullable String> attributes, @Nullable Double lng, @Nullable Double lat) {
        var keys = new ArrayList<IndexKey>();
        keys.add(new Everything());
        for (int filter = 0; filter < attributes.size(); filter++) {
            var value = attributes.get(filter);
            if (value != null) {
                keys.add(new Value(filter, value));
            }
        }
        if (lng != null && lat != null) {
            for (var degrees : CELL_DEGREES) {
                keys.add(new Cell(degrees, line(lng, degrees), line(lat, degrees)));
            }
        }
        return keys;
    }
}
