package io.fleetline.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows in the binary format of {@code COPY}, written column by column. */
public final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final short END = -1;
    /** From 1970 to 2000, the database's epoch. */
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;

    private static final byte JSONB_VERSION = 1;
    private static final int POINT_BYTES = 25;
    private static final int POINT_WITH_SRID = 0x20000001;
    private static final int WGS_84 = 4326;
    /** The most bytes of any column but text, its length included. */
    private static final int LONGEST = 32;

    private ByteBuffer buffer;

    /** @param capacity in bytes; grows as needed */
    public BinaryCopy(int capacity) {
        buffer = ByteBuffer.allocate(capacity + 2 * LONGEST);
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    public BinaryCopy row(int columns) {
        room(LONGEST).putShort((short) columns);
        return this;
    }

    public BinaryCopy text(@Nullable String text) {
        if (text == null) {
            return nothing();
        }
        var bytes = Texts.cleaned(text).getBytes(UTF_8);
        room(bytes.length + LONGEST).putInt(bytes.length).put(bytes);
        return this;
    }

    /** For a column of type {@code jsonb}. */
    public BinaryCopy json(@Nullable String text) {
        if (text == null) {
            return nothing();
        }
        var bytes = Texts.cleanedJson(text).getBytes(UTF_8);
        room(bytes.length + LONGEST).putInt(bytes.length + 1).put(JSONB_VERSION).put(bytes);
        return this;
    }

    /** A time within the database's calendar. */
    public BinaryCopy time(@Nullable Instant time) {
        if (time == null) {
            return nothing();
        }
        room(LONGEST).putInt(Long.BYTES).putLong(Times.micros(time) - MICROS_TO_2000);
        return this;
    }

    public BinaryCopy decimal(@Nullable Double value) {
        if (value == null) {
            return nothing();
        }
        room(LONGEST).putInt(Double.BYTES).putDouble(value);
        return this;
    }

    public BinaryCopy integer(@Nullable Integer value) {
        if (value == null) {
            return nothing();
        }
        room(LONGEST).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    public BinaryCopy bigInteger(@Nullable Long value) {
        if (value == null) {
            return nothing();
        }
        room(LONGEST).putInt(Long.BYTES).putLong(value);
        return this;
    }

    public BinaryCopy flag(@Nullable Boolean value) {
        if (value == null) {
            return nothing();
        }
        room(LONGEST).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /** A WGS 84 point, in PostGIS' format. */
    public BinaryCopy point(@Nullable Double lng, @Nullable Double lat) {
        if (lng == null || lat == null) {
            return nothing();
        }
        room(LONGEST).putInt(POINT_BYTES).put((byte) 1).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(POINT_WITH_SRID).putInt(WGS_84).putDouble(lng).putDouble(lat);
        buffer.order(ByteOrder.BIG_ENDIAN);
        return this;
    }

    /** All bytes up to {@link #end()}. */
    public byte[] bytes() {
        room(LONGEST).putShort(END);
        return buffer.array();
    }

    public int end() {
        return buffer.position();
    }

    private BinaryCopy nothing() {
        room(LONGEST).putInt(NULL);
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            var larger = ByteBuffer.allocate(2 * buffer.capacity() + bytes);
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
