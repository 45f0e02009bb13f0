package io.fleetline.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Looks at a service on this machine from outside: its metrics and its memory. */
final class ServiceProbe implements AutoCloseable {
    private static final long PATIENCE_S = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final long pid;

    ServiceProbe(int port, long pid) {
        this.port = port;
        this.pid = pid;
    }

    /**
     * What a process holds.
     *
     * @param heapBytes after a collection
     */
    record Memory(long residentBytes, long heapBytes) {}

    Memory memory() throws IOException, InterruptedException {
        var collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!collection.waitFor(PATIENCE_S, TimeUnit.SECONDS) || collection.exitValue() != 0) {
            throw new IllegalStateException("jcmd cannot reach the service, process " + pid);
        }
        return new Memory(residentBytes(), (long) metric("jvm_memory_used_bytes{area=\"heap\""));
    }

    private long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** The sum of all figures whose line begins so. */
    double metric(String beginning) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/q/metrics".formatted(port)))
                .build();
        return Arrays.stream(http.send(request, BodyHandlers.ofString()).body().split("\n"))
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What a timer has counted so far. */
    record Timed(double seconds, double count) {
        double meanMsSince(Timed earlier) {
            return (seconds - earlier.seconds) / (count - earlier.count) * 1e3;
        }
    }

    Timed timed(String timer, String labels) throws IOException, InterruptedException {
        return new Timed(metric(timer + "_seconds_sum" + labels), metric(timer + "_seconds_count" + labels));
    }

    @Override
    public void close() {
        http.close();
    }
}
