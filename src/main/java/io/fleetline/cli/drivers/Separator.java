package io.fleetline.cli.drivers;

import java.io.IOException;
import java.io.Reader;

/** Detects the separator: whichever of comma, semicolon and tab occurs most often in the header. */
final class Separator {
    private static final String CANDIDATES = ",;\t";

    private Separator() {}

    /** Reads the header, at most {@code limit} characters. */
    static char of(Reader text, int limit) throws IOException {
        var counts = new int[CANDIDATES.length()];
        boolean quoted = false;
        int read = 0;
        for (int c = text.read(); c >= 0 && (quoted || c != '\n') && ++read < limit; c = text.read()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && CANDIDATES.indexOf(c) >= 0) {
                counts[CANDIDATES.indexOf(c)]++;
            }
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return CANDIDATES.charAt(most);
    }
}
