package io.fleetline.read;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;

/** The header of an answer that a browser saves as a file. */
public final class Attachment {
    public static final String HEADER = "Content-Disposition";

    private static final int LONGEST = 120;

    private Attachment() {}

    /**
     * The header's value.
     *
     * @param parts the parts of the file name; characters that a file system may refuse are removed
     */
    public static String named(String extension, Stream<String> parts) {
        var name = parts.map(part -> part.replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("^[.-]+|-+$", ""))
                .filter(part -> !part.isEmpty())
                .collect(joining("_"));

        return "attachment; filename=\"%s.%s\""
                .formatted(name.substring(0, Math.min(name.length(), LONGEST)), extension);
    }
}
