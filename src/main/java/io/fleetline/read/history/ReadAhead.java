package io.fleetline.read.history;

import io.fleetline.read.history.Places.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer back until all of it has been read from the database: then no connection is held while a slow reader takes it. One that is longer than
 * a mebibyte is passed on from there as it comes, and needs a place for that.
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

    /** To be called when all has been written, and the connection given back. */
    void passOn() throws IOException {
        if (held != null) {
            held.writeTo(reader);
            held = null;
        }
    }

    /** The end of what needs a place; what is held goes on being held. */
    @Override
    public void close() {
        if (place != null) {
            place.close();
            place = null;
        }
    }
}
