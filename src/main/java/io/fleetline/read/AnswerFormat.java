package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** The formats of rows. {@code format} takes precedence over the Accept header, because a link in a browser cannot set one. */
public enum AnswerFormat {
    JSON(MediaType.APPLICATION_JSON_TYPE),
    CSV(Csv.TYPE);

    /** The parameter's name. */
    public static final String NAME = "format";

    private final MediaType type;

    AnswerFormat(MediaType type) {
        this.type = type;
    }

    /** The media type. */
    public MediaType type() {
        return type;
    }

    /**
     * The format requested by name, or else the first acceptable one.
     *
     * @param accepted in order of preference
     * @throws BadRequestException for an unknown name
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

    /** @throws BadRequestException for a format other than JSON, if the answer has no other */
    public static void jsonOnly(Map<String, List<String>> given) {
        var name = Single.value(NAME, given);
        if (!name.isEmpty() && !name.equalsIgnoreCase("json")) {
            throw new BadRequestException("format must be json: this answer has no other form");
        }
    }
}
