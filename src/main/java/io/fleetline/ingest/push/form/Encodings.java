package io.fleetline.ingest.push.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts what was sent to UTF-8: decoded as declared, otherwise as UTF-16 or UTF-32 if the first bytes indicate it, otherwise as UTF-8.
 * Bytes that are invalid stay readable as {@code \xE9}, with the backslash doubled as JSON requires.
 */
public final class Encodings {
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([\\w.:+-]{1,40})", Pattern.CASE_INSENSITIVE);

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long TOP_BITS = 0x8080808080808080L;

    private Encodings() {}

    /** The charset in a Content-Type; null if it has none, or one that Java does not support. */
    public static @Nullable Charset declared(@Nullable String contentType) {
        if (contentType == null || contentType.indexOf(';') < 0) {
            return null;
        }
        var parameter = CHARSET.matcher(contentType);
        try {
            return parameter.find() ? Charset.forName(parameter.group(1)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The first ASCII character, ignoring blanks and a byte order mark; zero if there is none. */
    public static int firstCharacter(byte[] text) {
        for (var b : text) {
            if (b > ' ') {
                return b;
            }
        }
        return 0;
    }

    /** Whether characters take more than one byte, so that not even {@code &} and {@code =} can be found without decoding. */
    public static boolean isWide(byte[] bytes, @Nullable Charset declared) {
        return wide(bytes) != null || (declared != null && isWide(declared.name()));
    }

    private static boolean isWide(String charset) {
        return charset.startsWith("UTF-16") || charset.startsWith("UTF-32");
    }

    /** Valid UTF-8 without a byte order mark; the same array if it already is. */
    public static byte[] utf8(byte[] bytes, @Nullable Charset declared) {
        var wide = wide(bytes);
        var text = wide == null ? null : decoded(bytes, wide);
        if (text == null && declared != null && !declared.equals(UTF_8)) {
            text = decoded(bytes, declared);
        }
        if (text == null && isAscii(bytes) && wide == null) {
            return bytes;
        }
        if (text == null) {
            text = wide == null ? decoded(bytes, UTF_8) : null;
        }
        return withoutMark(text == null ? withEscapedBytes(bytes) : text).getBytes(UTF_8);
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Checks eight bytes at a time, because a body may be megabytes long. */
    private static boolean isAscii(byte[] bytes) {
        var all = 0L;
        var i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            all |= (long) EIGHT_BYTES.get(bytes, i);
        }
        for (; i < bytes.length; i++) {
            all |= bytes[i];
        }
        return (all & TOP_BITS) == 0;
    }

    /** Detected by the byte order mark, or by the zeros beside the first ASCII character. */
    private static @Nullable Charset wide(byte[] bytes) {
        var first = ByteBuffer.wrap(Arrays.copyOf(bytes, 4)).getInt();
        if (bytes.length >= 4) {
            if (first == 0x0000FEFF || (first & 0xFFFFFF00) == 0) {
                return UTF_32BE;
            }
            if (first == 0xFFFE0000 || (first & 0x00FFFFFF) == 0) {
                return UTF_32LE;
            }
        }
        if (bytes.length < 2) {
            return null;
        }
        return switch (first >>> 16) {
            case 0xFEFF -> StandardCharsets.UTF_16BE;
            case 0xFFFE -> StandardCharsets.UTF_16LE;
            default -> bytes[0] == 0 ? StandardCharsets.UTF_16BE : bytes[1] == 0 ? StandardCharsets.UTF_16LE : null;
        };
    }

    private static @Nullable String decoded(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Also escapes zeros, which would make the JSON reader take it for UTF-16. */
    private static String withEscapedBytes(byte[] bytes) {
        var decoder = UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var piece = CharBuffer.allocate(bytes.length);
        var text = new StringBuilder(bytes.length + 16);
        CoderResult result;
        do {
            result = decoder.decode(in, piece, true);
            text.append(piece.flip());
            piece.clear();
            for (var left = result.isError() ? result.length() : 0; left > 0; left--) {
                text.append("\\\\x%02X".formatted(in.get()));
            }
        } while (result.isError());
        return text.toString().replace("\0", "\\\\x00");
    }
}
