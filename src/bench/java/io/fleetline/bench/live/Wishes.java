package io.fleetline.bench.live;

import io.fleetline.bench.live.LiveClient.Role;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the clients subscribe to: some vehicles, a cost centre, a box, a box in a cost centre, and one in fifty everything. */
final class Wishes {
    private static final int ALL_EVERY = 50;
    private static final int MEASURING_EVERY = 10;
    private static final int VEHICLES_EACH = 5;
    private static final int COST_CENTRES = 20;
    private static final long FIRST_IMEI = 356_307_000_000_000L;

    /** The fleet drives in a square degree. */
    private static final int BOXES_A_SIDE = 5;

    private Wishes() {}

    static Role of(int number, int count) {
        if (number == count - 1) {
            return new Role("", false, true);
        }
        var isBinary = number % 2 == 0;
        var filters = number % ALL_EVERY >= ALL_EVERY - 2 ? "" : narrowed(number / 2);
        var format = isBinary ? "\"positions\":\"binary\"" : "\"positions\":\"json\"";
        return new Role(format + filters, number / 2 % MEASURING_EVERY == 0, false);
    }

    private static String narrowed(int number) {
        int which = number / 4;
        return switch (number % 4) {
            case 0 -> ",\"filters\":{\"imei\":[%s]}".formatted(imeis(which));
            case 1 -> ",\"filters\":{\"cost_centre\":\"Cost centre %d\"}".formatted(which % COST_CENTRES);
            case 2 -> "," + box(which);
            default ->
                ",\"filters\":{\"cost_centre\":\"Cost centre %d\"},%s".formatted(which % COST_CENTRES, box(which));
        };
    }

    private static String imeis(int which) {
        return IntStream.range(0, VEHICLES_EACH)
                .mapToObj(vehicle -> "\"" + (FIRST_IMEI + (which * VEHICLES_EACH + vehicle) % 1_000) + "\"")
                .collect(Collectors.joining(","));
    }

    private static String box(int which) {
        double side = 1.0 / BOXES_A_SIDE;
        double west = 36 + which % BOXES_A_SIDE * side;
        double south = -2 + which / BOXES_A_SIDE % BOXES_A_SIDE * side;
        return String.format(Locale.ROOT, "\"bbox\":[%.3f,%.3f,%.3f,%.3f]", west, south, west + side, south + side);
    }
}
