package io.fleetline.read.feed;

import io.fleetline.read.live.LiveFix;
import io.fleetline.read.live.LiveVehicle;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle's state as a record of a binary frame; the table in docs/live.md says what each byte is.
 *
 * @param source the state that is encoded
 * @param names the fixed attributes of the vehicle, which are sent apart from the record
 * @param bytes big-endian
 */
record VehicleRecord(LiveVehicle source, NamesEntry names, byte[] bytes) {
    static final int BYTES = 24;

    private static final int FLAGS = 0;
    private static final int STATUS_MASK = 0b11;
    private static final int IGNITION_SHIFT = 2;
    private static final int STATUS_CHANGED = 1 << 4;
    private static final int VEHICLE_BITS = 24;
    private static final List<String> STATUSES = List.of("moving", "idle", "parked", "offline");

    private static final double UNITS_A_DEGREE = 1e7;
    private static final int UNITS_A_KMH = 10;
    private static final int UNITS_A_DEGREE_OF_COURSE = 10;
    private static final int FULL_CIRCLE = 360;
    private static final int METRES_A_KM = 1_000;
    private static final long UNKNOWN_16 = 0xFFFFL;
    private static final long UNKNOWN_32 = 0xFFFF_FFFFL;

    /**
     * The attributes of a vehicle that its records do not hold.
     *
     * @param number of the vehicle, in this process
     * @param since the number of the renaming that brought these attributes, from 1: higher than that of any earlier one, of all vehicles; 0: none did
     * @param json an entry of a dictionary frame
     */
    record NamesEntry(int number, int since, String json) {}

    static VehicleRecord of(LiveVehicle vehicle, NamesEntry names) {
        var fix = Objects.requireNonNull(vehicle.fix());
        var bytes = ByteBuffer.allocate(BYTES)
                .putInt(flags(vehicle) << VEHICLE_BITS | names.number())
                .putInt(units(fix.lng()))
                .putInt(units(fix.lat()))
                .putShort((short) scaled(fix.speedKmh(), UNITS_A_KMH, UNKNOWN_16))
                .putShort((short) course(fix.courseDegrees()))
                .putInt((int) seconds(fix))
                .putInt((int) scaled(fix.odometerKm(), METRES_A_KM, UNKNOWN_32))
                .array();
        return new VehicleRecord(vehicle, names, bytes);
    }

    private static int flags(LiveVehicle vehicle) {
        var ignition = vehicle.ignition();
        int on = ignition == null ? 0 : ignition ? 2 : 1;
        return STATUSES.indexOf(vehicle.status()) | on << IGNITION_SHIFT;
    }

    private static int units(double degrees) {
        return (int) Math.round(degrees * UNITS_A_DEGREE);
    }

    private static long seconds(LiveFix fix) {
        return Math.clamp(fix.time().getEpochSecond(), 0, UNKNOWN_32);
    }

    private static long course(@Nullable Double degrees) {
        var isOne = degrees != null && degrees >= 0 && degrees <= FULL_CIRCLE;
        return isOne ? scaled(degrees, UNITS_A_DEGREE_OF_COURSE, UNKNOWN_16) : UNKNOWN_16;
    }

    /** What is too high becomes the highest value that is not {@code unknown}. */
    private static long scaled(@Nullable Double value, int units, long unknown) {
        return value != null && value >= 0 && Double.isFinite(value)
                ? Math.min(Math.round(value * units), unknown - 1)
                : unknown;
    }

    /** With its status at this time, which is offline once its fix is too old. */
    void write(ByteBuffer frame, boolean changesStatus, Instant now) {
        int offline = source.isDue(now) ? STATUS_MASK : 0;
        int at = frame.position();
        frame.put(bytes);
        frame.put(at + FLAGS, (byte) (bytes[FLAGS] | offline | (changesStatus ? STATUS_CHANGED : 0)));
    }
}
