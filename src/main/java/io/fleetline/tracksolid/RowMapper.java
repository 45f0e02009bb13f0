package io.fleetline.tracksolid;

import io.fleetline.wire.UnusableException;
import org.jspecify.annotations.Nullable;

/** Turns one row of one kind into a fact. */
@FunctionalInterface
interface RowMapper<T> {
    /**
     * @return null for a valid row without anything to store
     * @throws UnusableException if it cannot become a fact, with the reason
     */
    @Nullable T map(Wire row);
}
