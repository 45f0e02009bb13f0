package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A box in degrees, WGS 84. If west is greater than east, it crosses the antimeridian. */
public record BoundingBox(double west, double south, double east, double north) {
    // Double.parseDouble accepts more, such as NaN, 1d and hexadecimal.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final double EARTH_RADIUS_M = 6_378_137;

    /**
     * Reads {@code west,south,east,north} in degrees, longitude first.
     *
     * @throws BadRequestException that names the parameter and the problem
     */
    public static BoundingBox ofDegrees(String text) {
        return parse(text, Crs.CRS84);
    }

    /** Whether a point is in it or on its edge; degrees. */
    public boolean contains(double lng, double lat) {
        var between = west <= east ? west <= lng && lng <= east : west <= lng || lng <= east;
        return between && south <= lat && lat <= north;
    }

    /**
     * Reads {@code west,south,east,north}, or {@code west,south,lowest,east,north,highest}, in the axis order and unit of the coordinate
     * system. Heights are read and ignored, because our features have none.
     *
     * @throws BadRequestException that names the parameter and the problem
     */
    static BoundingBox parse(String text, Crs crs) {
        var numbers = Arrays.stream(text.split(",", -1))
                .mapToDouble(BoundingBox::number)
                .toArray();
        return switch (numbers.length) {
            case 4 -> of(crs, numbers[0], numbers[1], numbers[2], numbers[3]).checked();
            case 6 -> {
                check(numbers[2] <= numbers[5], "the lowest height is above the highest");
                yield of(crs, numbers[0], numbers[1], numbers[3], numbers[4]).checked();
            }
            default -> throw wrong("it takes 4 numbers, or 6, not " + numbers.length);
        };
    }

    /** Two corners, each with its ordinates in the axis order of the coordinate system. */
    private static BoundingBox of(Crs crs, double first, double second, double third, double fourth) {
        return switch (crs) {
            case CRS84 -> new BoundingBox(first, second, third, fourth);
            case EPSG_4326 -> new BoundingBox(second, first, fourth, third);
            case EPSG_3857 -> new BoundingBox(longitude(first), latitude(second), longitude(third), latitude(fourth));
        };
    }

    /** From metres of Web Mercator; a value that rounding put just beyond the edge of the map becomes the edge. */
    private static double longitude(double metres) {
        double degrees = Math.toDegrees(metres / EARTH_RADIUS_M);
        return Math.abs(degrees) > 180 && Math.abs(degrees) < 180.000_001 ? Math.copySign(180, degrees) : degrees;
    }

    private static double latitude(double metres) {
        return Math.toDegrees(Math.atan(Math.sinh(metres / EARTH_RADIUS_M)));
    }

    /** In the database's array format. */
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
            throw wrong("'" + number + "' is not a number");
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
