package io.fleetline.cli;

import io.fleetline.read.VTripsRefresher;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** Refreshes {@code reporting.v_trips} now and then, on a connection of its own. Without the read role there is no such job. */
@Singleton
final class RefreshSchedule {
    @Scheduled(every = "{fleetline.vtrips.refresh}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        new VTripsRefresher(DatabaseStart.dataSource(Settings.fromEnvironment().refreshDatabase())).refresh();
    }
}
