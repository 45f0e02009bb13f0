package io.fleetline.cli.drivers;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;

/**
 * How a file divides its lines into cells.
 *
 * @param separator between the cells
 * @param linesBefore how many lines stand before the header
 */
record CellFormat(char separator, int linesBefore) {
    /** Excel's own first line, which says the separator; some programs quote it. */
    private static final Pattern SAYS_SEPARATOR = Pattern.compile("\"?sep=([,;\t|])\"?\r?", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 16;

    /** Looks at the beginning, and leaves the text before its header. */
    static CellFormat of(Reader text, int limit) throws IOException {
        text.mark(limit);
        var said = SAYS_SEPARATOR.matcher(firstLine(text));
        if (said.matches()) {
            return new CellFormat(said.group(1).charAt(0), 1);
        }
        text.reset();
        text.mark(limit);
        char separator = Separator.of(text, limit);
        text.reset();
        return new CellFormat(separator, 0);
    }

    /** Short, or only its beginning. */
    private static String firstLine(Reader text) throws IOException {
        var line = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n' && line.length() < LONGEST; c = text.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
