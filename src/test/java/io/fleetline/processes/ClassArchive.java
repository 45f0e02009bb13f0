package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The classes of a start, archived once per test run for all its processes, which saves much of a start's processor time. */
final class ClassArchive {
    private static final Path FILE = Path.of("target", "service-process.jsa").toAbsolutePath();

    private static final class Holder {
        static final List<String> OPTIONS = make();
    }

    private ClassArchive() {}

    /** A flag of the JVM. An archive that does not match, as under a moved clock, is silently ignored. */
    static List<String> options() {
        return Holder.OPTIONS;
    }

    private static List<String> make() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create();
                var service = ServiceProcess.start(
                        List.of("-XX:ArchiveClassesAtExit=" + FILE), cloud.environment(database.url()), "serve")) {
            service.waitHealthy();
            assertThat(service.stop().exitCode(Duration.ofSeconds(90)))
                    .as(service.output())
                    .isZero();
        }
        return List.of("-XX:SharedArchiveFile=" + FILE, "-Xshare:auto");
    }
}
