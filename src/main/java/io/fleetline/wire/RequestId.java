package io.fleetline.wire;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request: the sender's, or one that is made for it. */
public final class RequestId {
    /** Of the request and of its answer. */
    public static final String HEADER = "X-Request-Id";
    /** Its key in the context of a request, and in the lines of the log. */
    public static final String KEY = "requestId";

    /** Printable, without the characters that would end a line, a label or a JSON text. */
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\<>]]{1,64}");

    private RequestId() {}

    /** The one given, or a new one: 16 hexadecimal digits. */
    public static String usable(@Nullable String given) {
        return given != null && USABLE.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
