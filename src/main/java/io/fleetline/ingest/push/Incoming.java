package io.fleetline.ingest.push;

import io.fleetline.ingest.push.form.Encodings;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * One request as received.
 *
 * @param body decompressed
 * @param contentType null if there is none
 * @param query the query of its URL, still encoded; null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Incoming(
        byte[] body, @Nullable String contentType, @Nullable String query) {

    @Nullable Charset charset() {
        return Encodings.declared(contentType);
    }
}
