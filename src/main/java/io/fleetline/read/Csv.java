package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all answers in CSV have in common. Their cells are written by {@code reporting.fn_csv}. */
public final class Csv {
    public static final MediaType TYPE = new MediaType("text", "csv", "UTF-8");

    /** The parameter that asks for a byte order mark. */
    public static final String BOM = "bom";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Csv() {}

    /**
     * With what the text begins: nothing, or a byte order mark where {@code bom=1}, without which Excel does not see that it is UTF-8.
     *
     * @throws BadRequestException for another word than those for yes and no
     */
    public static String start(Map<String, List<String>> given) {
        return switch (Single.value(BOM, given).toLowerCase(Locale.ROOT)) {
            case "1", "true" -> BYTE_ORDER_MARK;
            case "", "0", "false" -> "";
            default -> throw new BadRequestException("bom must be 1 or 0");
        };
    }
}
