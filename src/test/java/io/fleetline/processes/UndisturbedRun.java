package io.fleetline.processes;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run from an empty start to the end without a disturbance, with all log output, then stopped. Run once for
 * all tests.
 *
 * @param tookToStop the time from SIGTERM to the end
 * @param leasesLeft leases held after the process had ended
 * @param said its log, standard output and standard error
 * @param secrets the values that must not appear in it
 */
record UndisturbedRun(
        Facts facts,
        Dump dump,
        long tokenRequests,
        Duration tookToStop,
        int exitCode,
        long leasesLeft,
        String said,
        List<String> secrets) {

    private static final class Holder {
        static final UndisturbedRun INSTANCE = make();
    }

    static UndisturbedRun get() {
        return Holder.INSTANCE;
    }

    private static UndisturbedRun make() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create();
                var login = new TemporaryLogin(database, "SUPERUSER")) {
            var log = Files.createTempFile("fleetline", ".log");
            try {
                return run(cloud, database, login, log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UndisturbedRun run(StandingFleet cloud, TestDatabase database, TemporaryLogin login, Path log)
            throws IOException {
        var environment = cloud.environment(login.url());
        environment.put("FLEETLINE_LOG_FILE", log.toString());
        environment.put("QUARKUS_LOG_LEVEL", "DEBUG");
        var progress = new Progress(database.jdbi());
        try (var service = ServiceProcess.start(environment, "serve")) {
            service.waitHealthy();
            progress.waitForAll(cloud.accounts().size(), service);
            var secrets = new ArrayList<>(cloud.secrets());
            secrets.add(login.password());
            secrets.add(progress.one("SELECT access_token FROM tracksolid.api_token_cache", String.class));
            long told = System.nanoTime();
            int exitCode = service.stop().exitCode(Duration.ofSeconds(90));
            var tookToStop = Duration.ofNanos(System.nanoTime() - told);
            return new UndisturbedRun(
                    Facts.of(database.jdbi(), StandingFleet.COMPARED),
                    Dump.of(database.jdbi()),
                    cloud.simulator().counts().tokenRequests(),
                    tookToStop,
                    exitCode,
                    progress.one("SELECT count(*) FROM infrastructure.leases", Long.class),
                    Files.readString(log) + service.output(),
                    List.copyOf(secrets));
        }
    }
}
