package io.fleetline.service;

import io.fleetline.clock.Repeating;
import io.fleetline.clock.Workers;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.ExtentsRefresher;
import io.fleetline.upkeep.Rollup;
import io.fleetline.upkeep.VTripsRefresher;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps {@code reporting.v_trips} and the daily roll-ups up to date, each on a connection of its own. Without the read role there are no such jobs. */
@Startup
@Singleton
final class Upkeep {
    /** All days anew, after a change of settings, take hours for a large fleet. */
    private static final Duration LONGEST_TURN = Duration.ofDays(1);

    private static final Duration EXTENTS_PAUSE = Duration.ofHours(1);

    private final Repeating refresh;
    private final Repeating extents;
    private final Repeating rollup;

    /**
     * @param refreshPause of the trips; zero: neither they nor the extents are refreshed
     * @param rollupPause zero: never
     */
    Upkeep(
            Workers workers,
            @ConfigProperty(name = "fleetline.vtrips.refresh") Duration refreshPause,
            @ConfigProperty(name = "fleetline.rollup") Duration rollupPause) {
        refresh = workers.every(
                refreshPause, LONGEST_TURN, "refreshing v_trips", () -> new VTripsRefresher(database()).refresh());
        extents = workers.every(
                refreshPause.isZero() ? Duration.ZERO : EXTENTS_PAUSE,
                LONGEST_TURN,
                "refreshing v_extents",
                () -> new ExtentsRefresher(database()).refresh());
        rollup = workers.every(rollupPause, LONGEST_TURN, "rolling up", () -> new Rollup(database()).run());
    }

    private static DataSource database() {
        return DatabaseStart.dataSource(Settings.fromEnvironment().refreshDatabase());
    }

    @PreDestroy
    void end() {
        refresh.close();
        extents.close();
        rollup.close();
    }
}
