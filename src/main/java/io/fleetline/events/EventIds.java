package io.fleetline.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids of events. They begin with a time, so that new rows lie side by side in the index. */
final class EventIds {
    private static final int BITS_OF_TIME = 48;
    private static final long VERSION_7 = 0x7000;
    private static final long VERSION_8 = 0x8000;
    private static final long TWELVE_BITS = 0xfff;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long WITHOUT_VARIANT = 0x3fff_ffff_ffff_ffffL;

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private EventIds() {}

    /** Null: it is not an id. */
    static @Nullable UUID parse(String text) {
        return FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /** Random but for its time: a UUID of version 7. */
    static UUID random(Instant at) {
        var random = UUID.randomUUID();
        var front = at.toEpochMilli() << (Long.SIZE - BITS_OF_TIME);
        return new UUID(
                front | VERSION_7 | (random.getMostSignificantBits() & TWELVE_BITS), random.getLeastSignificantBits());
    }

    /**
     * The same for the same: a UUID of version 8.
     *
     * @param number of the derived event among those of the rule
     */
    static UUID derived(UUID cause, String rule, int version, int number) {
        var hash = ByteBuffer.wrap(
                Sha256.of("%s %s %d %d".formatted(cause, rule, version, number).getBytes(UTF_8)));
        var front = cause.getMostSignificantBits() & ~0xffffL;
        return new UUID(
                front | VERSION_8 | (hash.getLong() & TWELVE_BITS), (hash.getLong() & WITHOUT_VARIANT) | VARIANT);
    }
}
