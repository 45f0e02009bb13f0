package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields and files of a multipart body; the items may stand in either. */
final class Multipart {
    private Multipart() {}

    static boolean is(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Null when the body is not what its Content-Type says. */
    static @Nullable List<FormField> fields(byte[] body, String contentType) {
        var request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            // Into memory only: the body is there already.
            decoder = new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), request);
            var fields = new ArrayList<FormField>();
            for (var part : decoder.getBodyHttpDatas()) {
                fields.add(field((HttpData) part));
            }
            return fields.isEmpty() ? null : fields;
        } catch (RuntimeException | IOException e) {
            return null;
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private static FormField field(HttpData part) throws IOException {
        var value = Encodings.utf8(part.get(), part.getCharset());
        return new FormField(part.getName(), value, () -> part.getName() + "=" + new String(value, UTF_8), true);
    }
}
