package io.fleetline.service;

import io.fleetline.settings.Settings;
import io.fleetline.upkeep.AuditLog;
import io.fleetline.upkeep.Purge;
import io.fleetline.upkeep.Purge.Deleted;
import io.fleetline.upkeep.StoragePolicies.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Deletes old logs, dead letters and facts that are not kept every night, so that they do not grow for ever. Without the ingest role there is no such job. */
@Singleton
final class PurgeSchedule {
    private static final Logger LOG = Logger.getLogger(PurgeSchedule.class);
    private static final AuditLog THE_SERVICE_ITSELF = new AuditLog("fleetline");

    private final InstantSource clock;
    private final StorageProblems problems;

    PurgeSchedule(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        problems = new StorageProblems(registry);
    }

    @Scheduled(cron = "{fleetline.purge}", timeZone = "UTC")
    void run() {
        problems.of("purge", this::purge);
    }

    private List<Problem> purge() {
        var settings = Settings.fromEnvironment();
        var database = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        new Purge(database, clock, THE_SERVICE_ITSELF).run(settings.retention(), PurgeSchedule::log);
        return List.of();
    }

    private static void log(Deleted deleted) {
        LOG.infof("deleted %d rows of %s from before %s", deleted.rows(), deleted.table(), deleted.before());
    }
}
