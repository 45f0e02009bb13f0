package io.fleetline.service;

import io.fleetline.database.SqlTrouble;
import io.fleetline.upkeep.StoragePolicies.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/** Logs what a storage task could not do, and shows as a gauge how many such problems its last run had. */
final class StorageProblems {
    private static final Logger LOG = Logger.getLogger(StorageProblems.class);

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> byTask = new ConcurrentHashMap<>();

    StorageProblems(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Runs a task; a database that does not answer counts as one problem. */
    void of(String task, Supplier<List<Problem>> work) {
        var shown = byTask.computeIfAbsent(
                task, name -> registry.gauge("fleetline.storage.problems", Tags.of("task", name), new AtomicInteger()));
        try {
            var problems = work.get();
            problems.forEach(problem -> LOG.warnf("%s of %s: %s", task, problem.table(), problem.reason()));
            shown.set(problems.size());
        } catch (JdbiException e) {
            LOG.warnf("%s failed and will be tried again: %s", task, SqlTrouble.inWords(e));
            shown.set(1);
        }
    }
}
