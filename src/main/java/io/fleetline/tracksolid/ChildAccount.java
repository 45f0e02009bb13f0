package io.fleetline.tracksolid;

import org.jspecify.annotations.Nullable;

/**
 * An account below ours.
 *
 * @param account its login, which the calls take as {@code account}
 * @param type the vendor's number: 3 app user, 8 distributor, 9 user, 10 ordinary distributor, 11 sales
 */
public record ChildAccount(
        String account,
        @Nullable String name,
        @Nullable Integer type,
        @Nullable Boolean enabled) {}
