package io.fleetline.service;

import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.upkeep.Compression;
import io.fleetline.upkeep.StoragePolicies;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Applies the policies of the hypertables, makes their next chunks and compresses old ones. A process that only reads does not. */
@Singleton
final class StorageUpkeep implements Part {
    private static final Logger LOG = Logger.getLogger(StorageUpkeep.class);
    private static final Duration POLICIES_PAUSE = Duration.ofMinutes(15);
    private static final Duration COMPRESSION_PAUSE = Duration.ofHours(6);
    /** The first compression of a long history takes hours. */
    private static final Duration LONGEST_TURN = Duration.ofDays(1);

    private final Launch launch;
    private final Workers workers;
    private final StorageProblems problems;
    private final List<Worker> work = new ArrayList<>();

    StorageUpkeep(Launch launch, Workers workers, MeterRegistry registry) {
        this.launch = launch;
        this.workers = workers;
        this.problems = new StorageProblems(registry);
    }

    @Override
    public boolean isNeeded() {
        return launch.stores();
    }

    @Override
    public void start() {
        work.add(workers.every(POLICIES_PAUSE, LONGEST_TURN, "looking after the hypertables", this::applyPolicies));
        work.add(workers.every(COMPRESSION_PAUSE, LONGEST_TURN, "compressing", this::compress));
    }

    private Jdbi database() {
        return Jdbi.create(DatabaseStart.dataSource(launch.settings().database()));
    }

    private void applyPolicies() {
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

    @Override
    public void close() {
        work.forEach(Worker::close);
    }
}
