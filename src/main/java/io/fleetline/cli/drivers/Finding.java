package io.fleetline.cli.drivers;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the vendor and the register.
 *
 * @param field the column of {@code tracksolid.devices}; empty if the finding concerns the whole device
 * @param vendor the vendor's value; null if there is none
 * @param database the register's value; null if there is none
 */
record Finding(
        String imei,
        @Nullable String vehicleNumber,
        String field,
        @Nullable String vendor,
        @Nullable String database,
        Kind kind) {

    enum Kind {
        /** Both have a value, but different ones; or only one of them has a value. */
        DIFFERS,
        /** The values differ, but the column is maintained manually in the register: the vendor's portal is out of date. */
        KEPT_BY_HAND,
        /** Enabled in the register, but not listed by any account. */
        MISSING_AT_VENDOR,
        /** Listed, but not in the register. */
        MISSING_IN_DATABASE,
        /** Enabled in the register, but expired at the vendor. */
        EXPIRED;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
