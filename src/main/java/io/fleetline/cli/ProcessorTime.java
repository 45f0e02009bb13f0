package io.fleetline.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Who has used the processors for how long, in nanoseconds; 0 where it cannot be seen. */
record ProcessorTime(long generator, long service, long database) {

    /** @param servicePid 0: unknown */
    static ProcessorTime now(long servicePid) {
        var us = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var service = ProcessHandle.of(servicePid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
        return new ProcessorTime(us.getProcessCpuTime(), service.toNanos(), Usage.databaseCpuNanos());
    }

    ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(generator - earlier.generator, service - earlier.service, database - earlier.database);
    }
}
