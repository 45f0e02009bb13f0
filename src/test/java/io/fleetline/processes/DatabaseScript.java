package io.fleetline.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** {@code scripts/database}, with the private server that it has started. */
final class DatabaseScript {
    private DatabaseScript() {}

    /** Its standard output; the rest is in the test's own output. */
    record Outcome(int exitCode, String output) {}

    static Outcome run(String... arguments) {
        var command = new ArrayList<>(List.of("scripts/database"));
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
