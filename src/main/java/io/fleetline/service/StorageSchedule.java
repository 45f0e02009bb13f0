package io.fleetline.service;

import io.fleetline.clock.Repeating;
import io.fleetline.clock.Workers;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.Compression;
import io.fleetline.upkeep.StoragePolicies;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Looks after the hypertables, at the start and again and again. A process that only reads has no such jobs. */
@Startup
@Singleton
final class StorageSchedule {
    private static final Logger LOG = Logger.getLogger(StorageSchedule.class);
    private static final Duration LOOK_AFTER = Duration.ofMinutes(15);
    private static final Duration COMPRESS = Duration.ofHours(6);
    /** The first compression of a long history takes hours. */
    private static final Duration LONGEST_TURN = Duration.ofDays(1);

    private final StorageProblems problems;
    private final Repeating upkeep;
    private final Repeating compression;

    StorageSchedule(Workers workers, MeterRegistry registry) {
        problems = new StorageProblems(registry);
        boolean writes = Settings.fromEnvironment().roles().stream().anyMatch(role -> role != Role.READ);
        upkeep = workers.every(
                writes ? LOOK_AFTER : Duration.ZERO, LONGEST_TURN, "looking after the hypertables", this::lookAfter);
        compression = workers.every(writes ? COMPRESS : Duration.ZERO, LONGEST_TURN, "compressing", this::compress);
    }

    private static Jdbi database() {
        return Jdbi.create(DatabaseStart.dataSource(Settings.fromEnvironment().database()));
    }

    private void lookAfter() {
        var policies = new StoragePolicies(database());
        problems.of("policies", policies::apply);
        problems.of("chunks", policies::makeChunksAhead);
    }

    private void compress() {
        problems.of("compression", () -> {
            var outcome = new Compression(database()).run();
            if (outcome.compressed() + outcome.left() > 0) {
                LOG.infof(
                        "compressed %d chunks; %d are in use and are left for later",
                        outcome.compressed(), outcome.left());
            }
            return outcome.problems();
        });
    }

    @PreDestroy
    void end() {
        upkeep.close();
        compression.close();
    }
}
