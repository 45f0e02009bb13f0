package io.fleetline.service;

import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.AuditLog;
import io.fleetline.upkeep.Purge;
import io.fleetline.upkeep.Purge.Deleted;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Every night at half past three UTC, deletes logs, dead letters and facts whose retention has ended. Runs with the ingest role. */
@Singleton
final class NightlyPurge implements Part {
    private static final Logger LOG = Logger.getLogger(NightlyPurge.class);
    private static final LocalTime AT = LocalTime.of(3, 30);
    private static final Duration LONGEST_TURN = Duration.ofDays(1);
    private static final AuditLog THE_SERVICE_ITSELF = new AuditLog("fleetline");

    private final Settings settings;
    private final Workers workers;
    private final InstantSource clock;
    private final StorageProblems problems;
    private final List<Worker> work = new ArrayList<>();

    NightlyPurge(Settings settings, Workers workers, InstantSource clock, MeterRegistry registry) {
        this.settings = settings;
        this.workers = workers;
        this.clock = clock;
        this.problems = new StorageProblems(registry);
    }

    @Override
    public boolean isNeeded() {
        return settings.roles().contains(Role.INGEST);
    }

    @Override
    public void start() {
        work.add(workers.daily(AT, ZoneOffset.UTC, LONGEST_TURN, "purging", this::run));
    }

    void run() {
        problems.of("purge", () -> {
            var database = Jdbi.create(DatabaseStart.dataSource(settings.database()));
            new Purge(database, clock, THE_SERVICE_ITSELF).run(settings.retention(), NightlyPurge::log);
            return List.of();
        });
    }

    private static void log(Deleted deleted) {
        LOG.infof("deleted %d rows of %s from before %s", deleted.rows(), deleted.table(), deleted.before());
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
    }
}
