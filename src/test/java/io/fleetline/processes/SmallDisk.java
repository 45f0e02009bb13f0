package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.database.DatabaseUrl;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * A separate PostgreSQL whose data, or whose write-ahead log, is on a small disk that can be filled; made by {@code
 * scripts/database small}.
 */
final class SmallDisk implements AutoCloseable {
    private static final int NO_DISK_HERE = 3;
    private static final String DATABASE = "fleet";

    /** What is on the small disk. */
    enum Holds {
        DATA("CREATE DATABASE " + DATABASE + " TABLESPACE small"),
        WAL("CREATE DATABASE " + DATABASE);

        private final String creation;

        Holds(String creation) {
            this.creation = creation;
        }

        private String word() {
            return this == DATA ? "data" : "wal";
        }
    }

    private final String url;

    private SmallDisk(String url) {
        this.url = url;
    }

    /** If there can be none, the test is skipped with the reason. */
    static SmallDisk of(int megabytes, Holds what) {
        assumeTrue(
                DatabaseScript.run("url", "--admin").exitCode() == 0,
                "no private server of scripts/database runs here, beside which one with a small disk could be made");
        var started = DatabaseScript.run("small", "start", String.valueOf(megabytes), what.word());
        assumeTrue(
                started.exitCode() != NO_DISK_HERE,
                "no file system can be mounted here (root and a loop device are needed): " + started.output());
        assertThat(started.exitCode()).as(started.output()).isZero();
        var admin = DatabaseScript.run("small", "url").output().strip();
        jdbi(admin).useHandle(handle -> {
            handle.execute("CREATE TABLESPACE small LOCATION '/mnt/space'");
            handle.execute(what.creation);
        });
        return new SmallDisk(admin.replaceFirst("/[^/]*$", "/" + DATABASE));
    }

    /** For the superuser. */
    String url() {
        return url;
    }

    Jdbi jdbi() {
        return jdbi(url);
    }

    void fill() {
        assertThat(DatabaseScript.run("small", "fill").exitCode()).isZero();
    }

    /** Frees space, and restarts the server if it has stopped, as its supervisor would. */
    void free() {
        assertThat(DatabaseScript.run("small", "free").exitCode()).isZero();
        assertThat(DatabaseScript.run("small", "again").exitCode()).isZero();
    }

    @Override
    public void close() {
        DatabaseScript.run("small", "stop");
    }

    private static Jdbi jdbi(String address) {
        var parts = DatabaseUrl.parse(address);
        return Jdbi.create(parts.jdbcUrl(), parts.user(), parts.password()).installPlugin(new PostgresPlugin());
    }
}
