package io.fleetline.cli.drivers;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;

/**
 * The CSV format of a file.
 *
 * @param separator the character between the cells
 * @param linesBefore the number of lines before the header
 */
record CellFormat(char separator, int linesBefore) {
    /** Excel's first line that names the separator; some programs quote it. */
    private static final Pattern SAYS_SEPARATOR = Pattern.compile("\"?sep=([,;\t|])\"?\r?", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 16;

    /** Detects the format from the beginning, and leaves the reader before the header. */
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

    /** The first line, or as much of it as the limit allows. */
    private static String firstLine(Reader text) throws IOException {
        var line = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n' && line.length() < LONGEST; c = text.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
