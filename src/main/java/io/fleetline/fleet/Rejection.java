package io.fleetline.fleet;

import org.jspecify.annotations.Nullable;

/**
 * An item that could not become a fact.
 *
 * @param imei the device it spoke of, when that much could be read
 * @param reason short and countable, such as {@code time in the future}
 * @param payload the item as it came
 */
public record Rejection(@Nullable String imei, String reason, String payload) {}
