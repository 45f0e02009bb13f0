package io.fleetline.read;

import java.util.List;
import java.util.regex.Pattern;

/** Evaluates If-None-Match. */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    private EntityTags() {}

    /**
     * Whether the header contains this tag, by weak comparison (RFC 9110, 13.1.2), which ignores whether either tag is marked as weak.
     *
     * @param tag without its quotes
     * @param ifNoneMatch the values of all such headers
     */
    public static boolean isKnown(String tag, List<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .anyMatch(header -> header.strip().equals("*")
                        || TAG.matcher(header)
                                .results()
                                .anyMatch(known -> known.group(1).equals(tag)));
    }
}
