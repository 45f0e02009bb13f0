package io.fleetline.ingest.push;

import io.fleetline.ingest.push.form.Encodings;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came.
 *
 * @param body not compressed any more
 * @param contentType null when it names none
 * @param query of its URL, still encoded; null when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Incoming(
        byte[] body, @Nullable String contentType, @Nullable String query) {

    @Nullable Charset charset() {
        return Encodings.declared(contentType);
    }
}
