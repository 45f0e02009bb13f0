package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the device itself.
 *
 * @param eventType lower case: login, logout, power, tamper, or the vendor's word when it is another
 * @param detail what the device said about it, such as its time zone
 * @param raw the whole item, JSON text, where it says more than these fields
 */
public record DeviceEvent(
        String imei,
        String eventType,
        Instant eventTime,
        @Nullable String detail,
        @Nullable String raw) {}
