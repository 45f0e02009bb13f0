package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A diagnostic trouble code of the vehicle.
 *
 * @param code SAE style, such as P0301; {@code unknown} if the item has none
 * @param detail the vendor's description
 * @param raw the item exactly as the vendor sent it, JSON text
 */
public record FaultCode(
        String imei,
        Instant readingTime,
        String code,
        @Nullable String detail,
        String raw) {}
