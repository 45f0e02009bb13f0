package io.fleetline.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Jdbi;

/**
 * What a piece of work took.
 *
 * @param wallS seconds by the clock
 * @param cpuS processor seconds of this process
 * @param databaseCpuS processor seconds of the database's processes on this machine; 0 where they cannot be seen
 * @param statements statements that the database executed, transaction control included
 * @param peakHeapMb the most heap in use at any time, garbage included, in MB
 */
record Usage(double wallS, double cpuS, double databaseCpuS, long statements, long peakHeapMb) {
    private static final double NANOS = 1e9;
    private static final long MB = 1_000_000;

    /** Runs the work and measures it. */
    static Usage of(Jdbi jdbi, Runnable work) {
        System.gc();
        heapPools(pool -> {
            pool.resetPeakUsage();
            return 0;
        });
        long statements = statements(jdbi);
        var before = ProcessorTime.now(0);
        long start = System.nanoTime();
        work.run();
        long wall = System.nanoTime() - start;
        var used = ProcessorTime.now(0).since(before);
        return new Usage(
                wall / NANOS,
                used.ourselves() / NANOS,
                used.database() / NANOS,
                // the question itself was counted once
                statements(jdbi) - statements - 1,
                heapPools(pool -> pool.getPeakUsage().getUsed()) / MB);
    }

    private static long heapPools(ToLongFunction<MemoryPoolMXBean> figure) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(figure)
                .sum();
    }

    private static long statements(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).mapTo(Long.class).one());
    }
}
