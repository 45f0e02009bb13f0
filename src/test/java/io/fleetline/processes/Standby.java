package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A streaming replica of the test server, until closed; only where {@code scripts/database} itself made that server. */
final class Standby implements AutoCloseable {
    private static final String SCRIPT = "scripts/database";

    private final String url;

    private Standby(String url) {
        this.url = url;
    }

    /** A test that needs one is skipped, with the reason, where there is no such server. */
    static Standby of(TestDatabase database) {
        var primary = run("url", "--admin");
        assumeTrue(
                primary.exitCode() == 0 && server(database.url()).equals(server(primary.output())),
                "the test server is not the private one of scripts/database, so no replica can be made beside it");
        var started = run("standby", "start");
        assertThat(started.exitCode()).as(started.output()).isZero();
        return new Standby(run("standby", "url").output().strip());
    }

    /** The same database there, for the superuser. */
    String url(TestDatabase database) {
        return url.replaceFirst("/[^/]*$", "/" + database.name());
    }

    @Override
    public void close() {
        run("standby", "stop");
    }

    private static String server(String url) {
        return url.strip().replaceFirst(".*@([^/]*)/.*", "$1");
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(String... arguments) {
        var command = new ArrayList<>(List.of(SCRIPT));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("DATABASE_URL");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes());
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
