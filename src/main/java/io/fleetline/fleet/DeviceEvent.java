package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the device itself.
 *
 * @param eventType lower case: login, logout, power, tamper, or the vendor's own word for any other event
 * @param detail details that the device sent, such as its time zone
 * @param raw the whole item as JSON text, if it holds more than these fields
 */
public record DeviceEvent(
        String imei,
        String eventType,
        Instant eventTime,
        @Nullable String detail,
        @Nullable String raw) {}
