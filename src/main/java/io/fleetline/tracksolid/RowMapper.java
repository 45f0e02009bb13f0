package io.fleetline.tracksolid;

import io.fleetline.wire.UnusableException;
import org.jspecify.annotations.Nullable;

/** Turns one row of one kind into a fact. */
@FunctionalInterface
interface RowMapper<T> {
    /**
     * @return null for a row that rightly has nothing to store
     * @throws UnusableException with the reason why it cannot become a fact
     */
    @Nullable T map(Wire row);
}
