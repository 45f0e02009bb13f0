package io.fleetline.read;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all CSV answers have in common. {@code reporting.fn_csv} writes their cells. */
public final class Csv {
    public static final MediaType TYPE = new MediaType("text", "csv", "UTF-8");

    /** The parameter that requests a byte order mark. */
    public static final String BOM = "bom";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Csv() {}

    /**
     * The beginning of the text: empty, or a byte order mark for {@code bom=1}, without which Excel does not detect UTF-8.
     *
     * @throws BadRequestException for a value that is neither yes nor no
     */
    public static String start(Map<String, List<String>> given) {
        return switch (Single.value(BOM, given).toLowerCase(Locale.ROOT)) {
            case "1", "true" -> BYTE_ORDER_MARK;
            case "", "0", "false" -> "";
            default -> throw new BadRequestException("bom must be 1 or 0");
        };
    }
}
