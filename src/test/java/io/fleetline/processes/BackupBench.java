package io.fleetline.processes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.TestDatabase;
import io.fleetline.database.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database, a store, a login with the privileges of a backup, and the real scripts with the real tools. If a tool is missing,
 * a test is skipped with the reason.
 */
final class BackupBench implements AutoCloseable {
    /** Ends every program of the scripts' session, as the end of a container does. */
    private static final String KILL = "pkill -KILL -s 0";

    final TestDatabase database;
    final S3Server store;
    final Path folder;
    private final TemporaryLogin login;
    private final Path bin;
    private final Map<String, String> environment = new HashMap<>();

    BackupBench(Path folder) {
        for (var tool : List.of("rclone", "age", "jq", "setsid", "pkill")) {
            assumeTrue(exists(tool), tool + " is missing: scripts/test installs it where it is root on Debian");
        }
        this.folder = folder;
        bin = made("bin");
        List.of("pg_dump", "pg_restore", "psql").forEach(this::client);
        assumeTrue(hasClients(), "there is no pg_dump 17 or newer");
        database = TestDatabase.create();
        login = new TemporaryLogin(database, "IN ROLE fleetline_backup");
        store = new S3Server(folder.resolve("store"));
        environment.putAll(Map.of(
                "DATABASE_URL",
                login.url(),
                "RESTORE_DATABASE_URL",
                database.url(),
                "BACKUP_S3_ENDPOINT",
                store.endpoint(),
                "BACKUP_S3_ACCESS_KEY",
                S3Server.ACCESS_KEY,
                "BACKUP_S3_SECRET_KEY",
                S3Server.SECRET_KEY,
                "BACKUP_PREFIX",
                database.name(),
                "BACKUP_STATE",
                made("state").toString(),
                "BACKUP_RETRY_FOR_S",
                "0",
                "BACKUP_S3_TRIES",
                "2",
                "RCLONE_S3_CHUNK_SIZE",
                "5Mi"));
        environment.put("TMPDIR", made("tmp").toString());
    }

    /** The data of a fleet in three days, and a dump that needs more than one part. */
    BackupBench withFleet() {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.devices (imei, cost_centre) SELECT 'imei-' || n, 'ops' FROM generate_series(1, 5) AS n;
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT 'imei-' || n, '2026-11-01Z'::timestamptz + k * INTERVAL '10 minutes', ST_Point(36.8, -1.3, 4326), -1.3, 36.8, 'poll'
                FROM generate_series(1, 5) AS n, generate_series(1, 432) AS k;
                INSERT INTO infrastructure.dead_letters (source, reason, payload)
                SELECT 'push', 'unreadable', (SELECT string_agg(md5(random()::text || n || k), '') FROM generate_series(1, 100) AS k)
                FROM generate_series(1, 3600) AS n;
                """));
        return this;
    }

    /** Overrides the setting until closed. */
    Setting with(String name, String value) {
        var before = environment.put(name, value);
        return () -> environment.compute(name, (same, now) -> before);
    }

    /** Runs a script of backup/ to its end. */
    Outcome run(String script, String... arguments) {
        return start(script, arguments).outcome();
    }

    /** Starts a script of backup/ in a separate session. */
    Running start(String script, String... arguments) {
        var command = new ArrayList<>(List.of("setsid", "backup/" + script));
        command.addAll(List.of(arguments));
        return start(command);
    }

    Running start(List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.equals("DATABASE_URL"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", bin.toString(), (path, ours) -> ours + ":" + path);
        try {
            return new Running(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on this program first runs something else. {@code $real} is the program itself. */
    void insteadOf(String program, String script) {
        var real = program.startsWith("pg_") ? clientCall(program) : pathOf(program);
        write(program, "real='%s'\nkill_all() { %s; }\n%s\nexec $real \"$@\"\n".formatted(real, KILL, script));
    }

    /** Restores the programs. */
    void asUsual() {
        List.of("pg_dump", "pg_restore", "psql").forEach(this::client);
        for (var tool : List.of("rclone", "age")) {
            bin.resolve(tool).toFile().delete();
        }
    }

    List<String> databases() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT datname FROM pg_database")
                        .mapTo(String.class)
                        .list());
    }

    /** Another database of the same server, for the superuser. */
    DataSource sibling(String name) {
        var source = new PGSimpleDataSource();
        var url = DatabaseUrl.parse(database.url());
        source.setURL(url.jdbcUrl().replace(database.name(), name));
        source.setUser(url.user());
        source.setPassword(url.password());
        return source;
    }

    Path state(String file) {
        return folder.resolve("state").resolve(file);
    }

    String key() {
        return status("key");
    }

    String status(String field) {
        return text(List.of("jq", "-r", "." + field, state("status.json").toString()));
    }

    private void client(String program) {
        write(program, "exec %s \"$@\"\n".formatted(clientCall(program)));
    }

    private static String clientCall(String program) {
        return Path.of("scripts/database").toAbsolutePath() + " client " + program;
    }

    private void write(String program, String script) {
        try {
            var file = Files.writeString(bin.resolve(program), "#!/usr/bin/env bash\n" + script);
            file.toFile().setExecutable(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasClients() {
        var version =
                text(List.of(bin.resolve("pg_dump").toString(), "--version")).replaceFirst("\\D*(\\d+).*", "$1");
        return version.matches("\\d+") && Integer.parseInt(version) >= 17;
    }

    private Path made(String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean exists(String program) {
        return !pathOf(program).isEmpty();
    }

    private static String pathOf(String program) {
        return text(List.of("sh", "-c", "command -v " + program));
    }

    private static String text(List<String> command) {
        try {
            return new Running(new ProcessBuilder(command).start())
                    .outcome()
                    .output()
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        store.close();
        login.close();
        database.close();
    }

    interface Setting extends AutoCloseable {
        @Override
        void close();
    }

    /** @param output its output, both streams */
    record Outcome(int exitCode, String output) {}

    record Running(Process process) {
        /** Sends SIGTERM to the script, which setsid has become. */
        void terminate() {
            process.toHandle().destroy(); // Process.destroy would close what it still has to say
        }

        Outcome outcome() {
            try (var words = process.inputReader()) {
                var output = words.readAllAsString();
                return new Outcome(process.waitFor(), output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
