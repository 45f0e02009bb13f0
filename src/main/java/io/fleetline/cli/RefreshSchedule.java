package io.fleetline.cli;

import io.fleetline.read.VTripsRefresher;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refreshes {@code reporting.v_trips} now and then, on a connection of its own. Without the read role there is no such job. */
@Startup
@Singleton
final class RefreshSchedule {
    private final @Nullable Repeating work;

    /** @param pause zero: never */
    RefreshSchedule(@ConfigProperty(name = "fleetline.vtrips.refresh") Duration pause) {
        work = pause.isZero() ? null : Repeating.every(pause, "refreshing v_trips", RefreshSchedule::refresh);
    }

    @PreDestroy
    void end() {
        if (work != null) {
            work.close();
        }
    }

    private static void refresh() {
        new VTripsRefresher(DatabaseStart.dataSource(Settings.fromEnvironment().refreshDatabase())).refresh();
    }
}
