package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A box in degrees, WGS 84. West greater than east: it crosses the antimeridian. */
record BoundingBox(double west, double south, double east, double north) {
    // Double.parseDouble knows more, such as NaN, 1d and hexadecimal.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /**
     * Reads {@code west,south,east,north}, or {@code west,south,lowest,east,north,highest}. Heights are read and left alone: no
     * feature of ours has one.
     *
     * @throws BadRequestException that names the parameter and what is wrong
     */
    static BoundingBox parse(String text) {
        var numbers = Arrays.stream(text.split(",", -1))
                .mapToDouble(BoundingBox::number)
                .toArray();
        return switch (numbers.length) {
            case 4 -> new BoundingBox(numbers[0], numbers[1], numbers[2], numbers[3]).checked();
            case 6 -> {
                check(numbers[2] <= numbers[5], "the lowest height is above the highest");
                yield new BoundingBox(numbers[0], numbers[1], numbers[3], numbers[4]).checked();
            }
            default -> throw wrong("it takes 4 numbers, or 6, not " + numbers.length);
        };
    }

    /** As the database reads an array. */
    String sql() {
        return "{%s,%s,%s,%s}".formatted(west, south, east, north);
    }

    private BoundingBox checked() {
        check(Math.abs(west) <= 180 && Math.abs(east) <= 180, "longitudes are from -180 to 180");
        check(Math.abs(south) <= 90 && Math.abs(north) <= 90, "latitudes are from -90 to 90");
        check(south <= north, "south is north of north");
        return this;
    }

    private static double number(String text) {
        var number = text.strip();
        if (!NUMBER.matcher(number).matches()) {
            throw wrong("'" + number + "' is no number");
        }
        return Double.parseDouble(number);
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw wrong(otherwise);
        }
    }

    private static BadRequestException wrong(String why) {
        return new BadRequestException("bbox: " + why);
    }
}
