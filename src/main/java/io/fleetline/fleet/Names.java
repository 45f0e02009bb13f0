package io.fleetline.fleet;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/** The canonical spelling of names of vehicles, drivers and cost centres, so that names that look the same are equal. */
public final class Names {
    private static final char NEXT_LINE = '\u0085';

    private Names() {}

    /**
     * Unicode normal form C, without surrounding blanks; empty if nothing is left. The database's {@code tracksolid.fn_name} does
     * the same.
     */
    public static String canonical(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return Normalizer.normalize(text.substring(start, end), Form.NFC);
    }

    /** All blanks are in the basic multilingual plane. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }
}
