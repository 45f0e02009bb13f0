package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** The forms in which rows are given. The name in {@code format} goes before the Accept header, because a link in a browser cannot set one. */
public enum AnswerFormat {
    JSON(MediaType.APPLICATION_JSON_TYPE),
    CSV(Csv.TYPE);

    /** The parameter. */
    public static final String NAME = "format";

    private final MediaType type;

    AnswerFormat(MediaType type) {
        this.type = type;
    }

    /** As the Content-Type says it. */
    public MediaType type() {
        return type;
    }

    /**
     * The one that is asked for by name, or else the first acceptable one.
     *
     * @param accepted in the order of preference
     * @throws BadRequestException for a name that is none
     */
    public static AnswerFormat of(Map<String, List<String>> given, List<MediaType> accepted) {
        var name = Single.value(NAME, given);
        if (name.equalsIgnoreCase("csv")) {
            return CSV;
        } else if (name.equalsIgnoreCase("json")) {
            return JSON;
        } else if (!name.isEmpty()) {
            throw new BadRequestException("format must be json or csv");
        }
        return accepted.stream()
                        .filter(type -> JSON.type.isCompatible(type) || CSV.type.isCompatible(type))
                        .findFirst()
                        .filter(type -> !JSON.type.isCompatible(type))
                        .isPresent()
                ? CSV
                : JSON;
    }

    /** @throws BadRequestException for another format than JSON, where there is no other */
    public static void jsonOnly(Map<String, List<String>> given) {
        var name = Single.value(NAME, given);
        if (!name.isEmpty() && !name.equalsIgnoreCase("json")) {
            throw new BadRequestException("format must be json: this answer has no other form");
        }
    }
}
