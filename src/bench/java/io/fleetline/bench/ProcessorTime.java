package io.fleetline.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Who has used the processors for how long, in nanoseconds; 0 where it cannot be seen. */
record ProcessorTime(long ourselves, long service, long database) {

    /** @param servicePid 0: unknown */
    static ProcessorTime now(long servicePid) {
        var us = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var service = ProcessHandle.of(servicePid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
        return new ProcessorTime(us.getProcessCpuTime(), service.toNanos(), databaseNanos());
    }

    private static long databaseNanos() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .filter(info -> info.command().orElse("").endsWith("/postgres"))
                .mapToLong(
                        info -> info.totalCpuDuration().map(Duration::toNanos).orElse(0L))
                .sum();
    }

    ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(ourselves - earlier.ourselves, service - earlier.service, database - earlier.database);
    }
}
