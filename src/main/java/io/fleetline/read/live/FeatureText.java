package io.fleetline.read.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The values in a GeoJSON feature, as {@code reporting.fn_live_features} writes it, that change without the register: coordinates, the properties
 * from {@code acc_status} on, and among these the two that change with time alone, the age and, at its end, the status.
 */
final class FeatureText {
    /** Every feature begins so. */
    private static final byte[] HEAD =
            "{\"type\" : \"Feature\", \"geometry\" : {\"type\" : \"Point\", \"coordinates\" : ".getBytes(UTF_8);

    private static final byte[] IGNITION = "\"acc_status\" : ".getBytes(UTF_8);
    private static final byte[] AGE = "\"age_s\" : ".getBytes(UTF_8);
    private static final byte[] STATUS = "\"status\" : \"".getBytes(UTF_8);
    private static final byte[] END = "\"}}".getBytes(UTF_8);

    private FeatureText() {}

    /** A copy with this age and status. */
    static byte[] at(byte[] feature, long ageSeconds, String status) {
        int age = valueOf(feature, AGE);
        int afterAge = endOfNumber(feature, age);
        var copy = new ByteArrayOutputStream(feature.length + 8);
        copy.write(feature, 0, age);
        copy.writeBytes(String.valueOf(ageSeconds).getBytes(UTF_8));
        copy.write(feature, afterAge, valueOf(feature, STATUS) - afterAge);
        copy.writeBytes(status.getBytes(UTF_8));
        copy.writeBytes(END);
        return copy.toByteArray();
    }

    /** A copy with what its newest fix says. */
    static byte[] with(byte[] feature, LiveState state) {
        int afterCoordinates = next(feature, HEAD.length, ']') + 1;
        int properties = valueOf(feature, IGNITION) - IGNITION.length;
        var copy = new ByteArrayOutputStream(feature.length + 32);
        copy.writeBytes(HEAD);
        copy.writeBytes(state.coordinates().getBytes(UTF_8));
        copy.write(feature, afterCoordinates, properties - afterCoordinates);
        copy.writeBytes(state.properties().getBytes(UTF_8));
        copy.writeBytes("}}".getBytes(UTF_8));
        return copy.toByteArray();
    }

    static boolean differInAgeOnly(byte[] one, byte[] other) {
        int age = valueOf(one, AGE);
        int otherAge = valueOf(other, AGE);
        return Arrays.equals(one, 0, age, other, 0, otherAge)
                && Arrays.equals(
                        one, endOfNumber(one, age), one.length, other, endOfNumber(other, otherAge), other.length);
    }

    /** From the end: within a text the quotes would be escaped, and both values come after all texts but one. */
    private static int valueOf(byte[] feature, byte[] name) {
        for (int at = feature.length - name.length; at >= 0; at--) {
            if (Arrays.equals(feature, at, at + name.length, name, 0, name.length)) {
                return at + name.length;
            }
        }
        throw new IllegalArgumentException("a feature without " + new String(name, UTF_8));
    }

    private static int endOfNumber(byte[] feature, int start) {
        return next(feature, start, ',');
    }

    private static int next(byte[] feature, int start, char wanted) {
        int at = start;
        while (feature[at] != wanted) {
            at++;
        }
        return at;
    }
}
