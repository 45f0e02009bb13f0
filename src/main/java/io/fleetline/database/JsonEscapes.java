package io.fleetline.database;

/** Removes escapes that {@code jsonb} refuses from a JSON text: of the character zero, and of unpaired surrogates. */
final class JsonEscapes {

    private static final int ESCAPE_LENGTH = 6;
    private static final int NONE = -1;

    private final String json;
    private final StringBuilder kept;
    private int position;

    JsonEscapes(String json) {
        this.json = json;
        this.kept = new StringBuilder(json.length());
    }

    String cleaned() {
        while (position < json.length()) {
            if (json.charAt(position) == '\\') {
                escape();
            } else {
                keep(1);
            }
        }
        return kept.toString();
    }

    private void escape() {
        var unit = unitAt(position);
        if (unit == NONE) {
            keep(2); // such as \n or \\
        } else if (unit == 0) {
            position += ESCAPE_LENGTH;
        } else if (!Character.isSurrogate((char) unit)) {
            keep(ESCAPE_LENGTH);
        } else if (Character.isHighSurrogate((char) unit) && isLow(unitAt(position + ESCAPE_LENGTH))) {
            keep(2 * ESCAPE_LENGTH);
        } else {
            kept.append("\\ufffd");
            position += ESCAPE_LENGTH;
        }
    }

    private static boolean isLow(int unit) {
        return unit != NONE && Character.isLowSurrogate((char) unit);
    }

    /** The UTF-16 unit of the escape at this position. */
    private int unitAt(int start) {
        if (!json.startsWith("\\u", start) || start + ESCAPE_LENGTH > json.length()) {
            return NONE;
        }
        var unit = 0;
        for (var i = start + 2; i < start + ESCAPE_LENGTH; i++) {
            var digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return NONE;
            }
            unit = 16 * unit + digit;
        }
        return unit;
    }

    private void keep(int characters) {
        var end = Math.min(position + characters, json.length());
        kept.append(json, position, end);
        position = end;
    }
}
