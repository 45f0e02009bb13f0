package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.TestDatabase;

/** A streaming replica of the test server, until closed; only if {@code scripts/database} itself made that server. */
final class Standby implements AutoCloseable {

    private final String url;

    private Standby(String url) {
        this.url = url;
    }

    /** Without such a server, a test that needs one is skipped with the reason. */
    static Standby of(TestDatabase database) {
        var primary = DatabaseScript.run("url", "--admin");
        assumeTrue(
                primary.exitCode() == 0 && server(database.url()).equals(server(primary.output())),
                "the test server is not the private one of scripts/database, so no replica can be made beside it");
        var started = DatabaseScript.run("standby", "start");
        assertThat(started.exitCode()).as(started.output()).isZero();
        return new Standby(DatabaseScript.run("standby", "url").output().strip());
    }

    /** The same database there, for the superuser. */
    String url(TestDatabase database) {
        return url.replaceFirst("/[^/]*$", "/" + database.name());
    }

    @Override
    public void close() {
        DatabaseScript.run("standby", "stop");
    }

    private static String server(String url) {
        return url.strip().replaceFirst(".*@([^/]*)/.*", "$1");
    }
}
