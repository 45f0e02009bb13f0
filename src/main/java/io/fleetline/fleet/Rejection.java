package io.fleetline.fleet;

import org.jspecify.annotations.Nullable;

/**
 * An item that could not become a fact.
 *
 * @param imei the device concerned, if it could be read
 * @param reason short and countable, such as {@code time in the future}
 * @param payload the item as received
 */
public record Rejection(@Nullable String imei, String reason, String payload) {}
