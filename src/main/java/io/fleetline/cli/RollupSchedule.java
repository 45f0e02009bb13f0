package io.fleetline.cli;

import io.fleetline.read.analytics.Rollup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** Brings the daily roll-ups up to date now and then, on a connection of its own. Without the read role there is no such job. */
@Singleton
final class RollupSchedule {
    @Scheduled(every = "{fleetline.rollup}", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        new Rollup(DatabaseStart.dataSource(Settings.fromEnvironment().refreshDatabase())).run();
    }
}
