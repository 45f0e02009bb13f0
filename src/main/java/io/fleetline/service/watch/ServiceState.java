package io.fleetline.service.watch;

import jakarta.inject.Singleton;

/** How far this process has come: it starts, it is up, it stops. */
@Singleton
public final class ServiceState {
    private enum Phase {
        STARTING,
        UP,
        STOPPING
    }

    private volatile Phase phase = Phase.STARTING;

    /** All parts have been started. */
    public void up() {
        phase = Phase.UP;
    }

    /** From now on no new work is taken. */
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
}
