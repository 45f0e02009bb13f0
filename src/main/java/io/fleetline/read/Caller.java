package io.fleetline.read;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name for the log
 * @param costCentres the only ones whose vehicles may be shown; null: all
 */
public record Caller(String name, @Nullable Set<String> costCentres) {
    /** Whoever reaches a service that asks for no token. */
    public static final Caller ANYBODY = new Caller("anybody", null);

    public Caller {
        costCentres = costCentres == null ? null : Set.copyOf(costCentres);
    }
}
