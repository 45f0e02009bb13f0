package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Map;

/** Parameters with a single value. */
public final class Single {
    private Single() {}

    /**
     * The value; empty if there is none.
     *
     * @throws BadRequestException that names the parameter, if it has several
     */
    public static String value(String name, Map<String, List<String>> given) {
        var values = values(name, given);
        if (values.size() > 1) {
            throw new BadRequestException(name + " is given several times, with different values");
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The values that are not blank; forms send empty fields too. */
    public static List<String> values(String name, Map<String, List<String>> given) {
        return given.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }
}
