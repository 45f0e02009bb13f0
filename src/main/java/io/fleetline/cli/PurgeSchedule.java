package io.fleetline.cli;

import io.fleetline.store.AuditLog;
import io.fleetline.store.Purge;
import io.fleetline.store.Purge.Deleted;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Deletes old logs and dead letters every night, so that they do not grow for ever. Without the ingest role there is no such job. */
@Singleton
final class PurgeSchedule {
    private static final Logger LOG = Logger.getLogger(PurgeSchedule.class);
    private static final AuditLog THE_SERVICE_ITSELF = new AuditLog("fleetline");

    private final InstantSource clock;

    PurgeSchedule(InstantSource clock) {
        this.clock = clock;
    }

    @Scheduled(cron = "{fleetline.purge}", timeZone = "UTC")
    void run() {
        var settings = Settings.fromEnvironment();
        var database = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        try {
            new Purge(database, clock, THE_SERVICE_ITSELF).run(settings.retention(), PurgeSchedule::log);
        } catch (JdbiException e) {
            LOG.warnf("old logs and dead letters were not deleted: %s", e.getMessage());
        }
    }

    private static void log(Deleted deleted) {
        LOG.infof("deleted %d rows of %s from before %s", deleted.rows(), deleted.table(), deleted.before());
    }
}
