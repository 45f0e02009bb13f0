package io.fleetline.service;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/** Starts the role of city events in a test, whose parts are not started by {@code serve}. */
@Singleton
public final class RunningEvents {
    private final CityEvents part;
    private boolean started;

    RunningEvents(CityEvents part) {
        this.part = part;
    }

    @PreDestroy
    void end() {
        part.close();
    }

    /** It ends with the application under test. */
    public synchronized void start() {
        if (!started) {
            part.start();
            started = true;
        }
    }
}
