package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.read.live.LiveFleet;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;

/** The read role: has the live map loaded before the first reader asks for it. */
@Singleton
final class Reading implements Part {
    private final Launch launch;
    private final LiveFleet live;
    private final Pulse database;

    Reading(Launch launch, LiveFleet live, @DataSource("read") AgroalDataSource database) {
        this.launch = launch;
        this.live = live;
        this.database = new Pulse(database, "SELECT 1");
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.READ);
    }

    @Override
    public void start() {
        live.begin();
    }

    @Override
    public Role role() {
        return Role.READ;
    }

    @Override
    public String readiness() {
        return database.readiness();
    }

    /** Nothing goes on in the background. */
    @Override
    public void close() {}
}
