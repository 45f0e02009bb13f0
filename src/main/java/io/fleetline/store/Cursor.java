package io.fleetline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a poller has got.
 *
 * @param upTo everything before this time is stored
 * @param askedAt when it was last asked; null when it never was
 */
public record Cursor(Instant upTo, @Nullable Instant askedAt) {}
