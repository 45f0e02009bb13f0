package io.fleetline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position of a poller.
 *
 * @param upTo everything before this time is stored
 * @param askedAt when it was last asked for; null if never
 */
public record Cursor(Instant upTo, @Nullable Instant askedAt) {}
