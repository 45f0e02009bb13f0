package io.fleetline.cli.drivers;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something in which the vendor and the register differ.
 *
 * @param field the column of {@code tracksolid.devices}; empty when it is about the whole device
 * @param vendor what the vendor says; null: nothing
 * @param database what the register says; null: nothing
 */
record Finding(
        String imei,
        @Nullable String vehicleNumber,
        String field,
        @Nullable String vendor,
        @Nullable String database,
        Kind kind) {

    enum Kind {
        /** Both say something, but not the same; or only one of them says anything. */
        DIFFERS,
        /** The same, but people keep this column in the register by hand: the vendor's portal is what is out of date. */
        KEPT_BY_HAND,
        /** Enabled in the register, and no account lists it. */
        MISSING_AT_VENDOR,
        /** Listed, and not in the register. */
        MISSING_IN_DATABASE,
        /** Enabled in the register, and its time at the vendor is over. */
        EXPIRED;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
