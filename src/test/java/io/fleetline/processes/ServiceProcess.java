package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** {@code java -jar quarkus-run.jar …} with its own environment, and its output. Closing it ends the process. */
final class ServiceProcess implements AutoCloseable {
    private static final String JAR = System.getProperty("fleetline.jar", "target/quarkus-app/quarkus-run.jar");
    /** In a process of a few seconds the second compiler does not pay off. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final int port;
    private final Output stdout;
    private final Output stderr;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.stdout = new Output(process.getInputStream());
        this.stderr = new Output(process.getErrorStream());
    }

    /**
     * @param environment the complete environment of the process; defaults: the address to listen on, a
     *     time zone that reveals a forgotten zone, and readers without tokens
     */
    static ServiceProcess start(Map<String, String> environment, String... arguments) {
        return start(ClassArchive.options(), environment, arguments);
    }

    /** @param options more of the JVM's */
    static ServiceProcess start(List<String> options, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(SHORT_LIVED);
        command.addAll(options);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        int port = Integer.parseInt(environment.getOrDefault("QUARKUS_HTTP_PORT", String.valueOf(freePort())));
        builder.environment().clear();
        builder.environment().put("TZ", "Asia/Kathmandu");
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("READ_REQUIRE_TOKEN", "0");
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static int freePort() {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServiceProcess waitHealthy() {
        try (var http = HttpClient.newHttpClient()) {
            waitUntil(START, POLL, () -> isHealthy(http));
        }
        return this;
    }

    /** Waits for an effect of this process; on a timeout, the failure shows the process's output. */
    void waitUntil(Duration atMost, Duration poll, Callable<Boolean> done) {
        try {
            await().atMost(atMost).pollInterval(poll).until(() -> {
                assertThat(process.isAlive()).as("alive; it said: %s", output()).isTrue();
                return done.call();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within %s; it said: %s".formatted(atMost, output()), e);
        }
    }

    private boolean isHealthy(HttpClient http) throws InterruptedException {
        var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health".formatted(port)))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM. */
    ServiceProcess stop() {
        process.destroy();
        return this;
    }

    /** Waits for the end of the process and of its output. */
    int exitCode(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; it said: %s", atMost, output())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        stdout.waitForEnd();
        stderr.waitForEnd();
        return process.exitValue();
    }

    String stdout() {
        return stdout.text();
    }

    String stderr() {
        return stderr.text();
    }

    String output() {
        return stdout() + stderr();
    }

    @Override
    public void close() {
        kill();
    }

    /** The output so far. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream stream) {
            reader = Thread.ofVirtual().start(() -> {
                try {
                    stream.transferTo(bytes);
                } catch (IOException e) {
                    // a killed process's pipe
                }
            });
        }

        void waitForEnd() {
            try {
                reader.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String text() {
            return bytes.toString(UTF_8);
        }
    }
}
