package io.fleetline.wire;

/** Parses the form that nearly all numbers have: sign, digits, point, digits. Exact, and without a regular expression. */
final class PlainDecimal {
    /** This many digits fit into a double's mantissa, so that a single division rounds correctly. */
    private static final int MOST_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private PlainDecimal() {}

    /** NaN for any other form, which may still be a number. */
    static double parse(String text) {
        var negative = text.startsWith("-");
        var point = text.indexOf('.');
        var mantissa = mantissa(text, negative ? 1 : 0, point);
        if (mantissa < 0) {
            return Double.NaN;
        }
        var value = mantissa / (point < 0 ? 1 : POWERS_OF_TEN[text.length() - point - 1]);
        return negative ? -value : value;
    }

    /** All digits as one number; -1 if there are other characters, no digits, or too many. */
    private static long mantissa(String text, int from, int point) {
        var digits = text.length() - from - (point < 0 ? 0 : 1);
        if (digits < 1 || digits > MOST_DIGITS) {
            return -1;
        }
        long mantissa = 0;
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                mantissa = mantissa * 10 + (c - '0');
            } else if (i != point) {
                return -1;
            }
        }
        return mantissa;
    }
}
