package io.fleetline.service.watch;

import io.fleetline.settings.Role;
import io.fleetline.store.Store;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far this process has come: it starts, it is up, it stops. */
@Singleton
public final class ServiceState {
    private enum Phase {
        STARTING,
        UP,
        STOPPING
    }

    private volatile Phase phase = Phase.STARTING;
    private volatile Set<Role> roles = Set.of();
    private volatile @Nullable Store store;

    /** Everything that the roles need has been put together. */
    public void up(Set<Role> ofThisProcess, @Nullable Store itsStore) {
        roles = Set.copyOf(ofThisProcess);
        store = itsStore;
        phase = Phase.UP;
    }

    /** From now on nothing new is begun. */
    public void stopping() {
        phase = Phase.STOPPING;
    }

    /** Between its start and its stop. */
    public boolean isUp() {
        return phase == Phase.UP;
    }

    boolean hasStarted() {
        return phase != Phase.STARTING;
    }

    Set<Role> roles() {
        return roles;
    }

    /** Null for a process that stores nothing. */
    @Nullable Store store() {
        return store;
    }
}
