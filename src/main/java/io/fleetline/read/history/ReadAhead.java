package io.fleetline.read.history;

import io.fleetline.read.history.Places.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Buffers an answer until all of it has been read from the database, so that no connection is held while a slow reader takes it. An
 * answer longer than a mebibyte is streamed from there on, and needs a place for that.
 */
final class ReadAhead extends OutputStream {
    static final int MOST_BYTES = 1 << 20;

    private final OutputStream reader;
    private final Places longOnes;
    private @Nullable ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable Permit place;

    ReadAhead(OutputStream reader, Places longOnes) {
        this.reader = reader;
        this.longOnes = longOnes;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (held != null && length > MOST_BYTES - held.size()) {
            place = longOnes.take();
            passOn();
        }
        if (held == null) {
            reader.write(bytes, offset, length);
        } else {
            held.write(bytes, offset, length);
        }
    }

    /** Call when everything has been written, and the connection has been returned. */
    void passOn() throws IOException {
        if (held != null) {
            held.writeTo(reader);
            held = null;
        }
    }

    /** Returns the place; what is buffered stays buffered. */
    @Override
    public void close() {
        if (place != null) {
            place.close();
            place = null;
        }
    }
}
