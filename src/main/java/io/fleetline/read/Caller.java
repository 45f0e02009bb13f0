package io.fleetline.read;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.fleetline.fleet.Names;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name for the log
 * @param costCentres the only ones whose vehicles may be shown, in the spelling of the register; null: all
 */
public record Caller(String name, @Nullable Set<String> costCentres) {
    /** Whoever reaches a service that asks for no token. */
    public static final Caller ANYBODY = new Caller("anybody", null);

    public Caller {
        costCentres = costCentres == null
                ? null
                : costCentres.stream().map(Names::canonical).collect(toUnmodifiableSet());
    }
}
