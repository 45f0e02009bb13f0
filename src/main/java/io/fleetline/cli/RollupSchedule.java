package io.fleetline.cli;

import io.fleetline.read.analytics.Rollup;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Brings the daily roll-ups up to date now and then, on a connection of its own. Without the read role there is no such job. */
@Startup
@Singleton
final class RollupSchedule {
    private final @Nullable Repeating work;

    /** @param pause zero: never */
    RollupSchedule(@ConfigProperty(name = "fleetline.rollup") Duration pause) {
        work = pause.isZero() ? null : Repeating.every(pause, "rolling up", RollupSchedule::run);
    }

    @PreDestroy
    void end() {
        if (work != null) {
            work.close();
        }
    }

    private static void run() {
        new Rollup(DatabaseStart.dataSource(Settings.fromEnvironment().refreshDatabase())).run();
    }
}
