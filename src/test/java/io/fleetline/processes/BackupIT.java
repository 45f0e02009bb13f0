package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup, encrypted, by a login that may only read; then a drill, and a restore that the service runs on. */
class BackupIT {
    @TempDir
    Path folder;

    @Test
    void whatWasBackedUpIsRestoredToTheRow() throws Exception {
        try (var bench = new BackupBench(folder).withFleet()) {
            encrypted(bench);
            bench.database
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "REVOKE TEMPORARY ON DATABASE %s FROM PUBLIC".formatted(bench.database.name())));
            sidecarCatchesUp(bench);
            assertThat(bench.store.keys())
                    .containsExactly(path(bench, bench.key()), path(bench, bench.key() + ".json"));
            assertThat(bench.run("health").exitCode()).isZero();
            says(bench);
            drill(bench);
            restore(bench);
        }
    }

    /** A sidecar that starts without any backup makes one at once; then it waits, and stops immediately on request. */
    private static void sidecarCatchesUp(BackupBench bench) {
        var sidecar = bench.start("schedule");
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(bench.state("backup.prom")));
        } finally {
            sidecar.terminate();
        }
        var outcome = sidecar.outcome();
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).containsOnlyOnce(" is good: ").contains("The schedule has ended.");
    }

    private void encrypted(BackupBench bench) throws Exception {
        var identity = folder.resolve("identity");
        var made = bench.start(List.of("age-keygen", "-o", identity.toString())).outcome();
        bench.with("BACKUP_AGE_RECIPIENT", made.output().replaceFirst("(?s).*(age1\\w+).*", "$1"));
        bench.with("BACKUP_AGE_IDENTITY_FILE", identity.toString());
    }

    private static String path(BackupBench bench, String key) {
        return bench.database.name() + "/" + key;
    }

    private static void says(BackupBench bench) throws Exception {
        var dump = bench.store.file(path(bench, bench.key()));
        assertThat(bench.key()).matches("\\d{4}/\\d\\d/\\d\\d/.*\\.dump\\.age");
        assertThat(bench.status("outcome")).isEqualTo("ok");
        assertThat(bench.status("bytes")).isEqualTo(String.valueOf(Files.size(dump)));
        assertThat(bench.state("backup.prom"))
                .content()
                .contains(
                        "\nfleetline_backup_last_try_ok 1\n", "\nfleetline_backup_last_size_bytes " + Files.size(dump));
        var row = bench.database
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT last_outcome || ' ' || last_bytes || ' ' || (last_success_at = last_try_at) FROM infrastructure.v_last_backup")
                        .mapTo(String.class)
                        .one());
        assertThat(row).isEqualTo("ok %d true".formatted(Files.size(dump)));
    }

    private static void drill(BackupBench bench) {
        var drill = bench.run("drill");
        assertThat(drill.exitCode()).as(drill.output()).isZero();
        assertThat(drill.output())
                .containsPattern("same +tracksolid.position_history +2160 +2160")
                .containsPattern("same +infrastructure.dead_letters +3600 +3600")
                .contains("The drill has passed");
        assertThat(bench.databases()).doesNotContain(bench.database.name() + "_drill");
    }

    private static void restore(BackupBench bench) {
        var name = bench.database.name() + "_r";
        try {
            var restore = bench.run("restore", "--into", name);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
            assertThat(bench.run("restore", "--into", name).output())
                    .contains("The database %s holds".formatted(name), "of ours already");
            assertThat(publicMay(bench, name)).containsExactly("CONNECT");
            serviceRunsOn(bench.database.url().replace(bench.database.name(), name));
        } finally {
            bench.database
                    .jdbi()
                    .useHandle(handle -> handle.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
        }
    }

    private static List<String> publicMay(BackupBench bench, String database) {
        return bench.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT a.privilege_type FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a
                        WHERE d.datname = :name AND a.grantee = 0
                        """)
                        .bind("name", database)
                        .mapTo(String.class)
                        .list());
    }

    private static void serviceRunsOn(String url) {
        try (var migrate = ServiceProcess.start(Map.of("DATABASE_URL", url), "migrate")) {
            assertThat(migrate.exitCode(Duration.ofSeconds(180)))
                    .as(migrate.output())
                    .isZero();
            assertThat(migrate.stdout()).contains(" 0 migrations");
        }
        try (var service = ServiceProcess.start(Map.of("DATABASE_URL", url, "FLEETLINE_ROLES", "read"), "serve")) {
            service.waitHealthy();
        }
    }
}
