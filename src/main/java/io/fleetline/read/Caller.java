package io.fleetline.read;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.fleetline.fleet.Names;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request.
 *
 * @param name the name for the log
 * @param costCentres the cost centres whose vehicles the caller may see, in the register's spelling, or null for all
 * @param rights what the caller may do beside reading
 */
public record Caller(String name, @Nullable Set<String> costCentres, Set<Right> rights) {
    /** The caller of a service that requires no token. */
    public static final Caller ANYBODY = new Caller("anybody", null);

    public Caller {
        costCentres = costCentres == null
                ? null
                : costCentres.stream().map(Names::canonical).collect(toUnmodifiableSet());
        rights = Set.copyOf(rights);
    }

    /** One who only reads. */
    public Caller(String name, @Nullable Set<String> costCentres) {
        this(name, costCentres, EnumSet.noneOf(Right.class));
    }

    /** Whether the caller has the right itself, or is an administrator. */
    public boolean has(Right right) {
        return rights.contains(right) || rights.contains(Right.ADMIN);
    }
}
