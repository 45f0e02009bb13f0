package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.read.feed.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Many connections that say nothing, and more than the process has descriptors for. 200, three times; as many as {@code -Dfleetline.live.idle} and {@code -Dfleetline.live.idle-rounds} say. */
class IdleConnectionsIT {
    private static final Logger LOG = Logger.getLogger(IdleConnectionsIT.class);
    private static final int CONNECTIONS = Integer.getInteger("fleetline.live.idle", 200);
    private static final int ROUNDS = Integer.getInteger("fleetline.live.idle-rounds", 3);

    /** What the first connections make the process load, and what its own work leaves. */
    private static final long SLACK_KB = 12_000;

    private static final long MOST_KB_A_CONNECTION = 48;
    private static final int FEW_DESCRIPTORS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern USED_KB =
            Pattern.compile("(?m)^\\s*(?:DefNew|Tenured|def new|tenured).*? used (\\d+)K");

    @Test
    void theyCostLittleTheLimitHoldsAndNothingStays() throws Exception {
        try (var database = TestDatabase.create();
                var service = serve(database)) {
            hold(service, 20);
            var before = heapKb(service);
            long with = 0;
            for (int round = 0; round < ROUNDS; round++) {
                with = hold(service, CONNECTIONS);
            }
            var after = heapKb(service);
            LOG.infof(
                    "%d idle connections: %.1f KB of heap each; heap %d KB before, %d KB after %d rounds; resident %d KB",
                    CONNECTIONS, (double) (with - before) / CONNECTIONS, before, after, ROUNDS, residentKb(service));
            assertThat(after).isLessThan(before + SLACK_KB);
            assertThat(with).isLessThan(before + SLACK_KB + MOST_KB_A_CONNECTION * CONNECTIONS);
        }
    }

    @Test
    void oneThatHasNoDescriptorsLeftSaysSoAndGoesOnLater() throws Exception {
        try (var database = TestDatabase.create();
                var service = serve(database);
                var first = RawSocket.open(live(service))) {
            var descriptors = descriptors(service) + FEW_DESCRIPTORS;
            run("prlimit", "--pid", String.valueOf(service.pid()), "--nofile=" + descriptors + ":" + descriptors);
            var waiting = new ArrayList<RawSocket>();
            for (int number = 0; number < 2 * FEW_DESCRIPTORS; number++) {
                waiting.add(RawSocket.connect(live(service)));
            }
            service.waitUntil(
                    PATIENCE, Duration.ofMillis(100), () -> service.output().contains("Too many open files"));
            first.sendText("{\"type\":\"ping\"}");
            while (!first.nextText().contains("pong")) {}
            waiting.forEach(RawSocket::close);
            await().atMost(PATIENCE).until(() -> connections(service) == 1);
            try (var another = RawSocket.open(live(service))) {
                assertThat(another.nextText()).contains("hello");
            }
            LOG.infof("without descriptors the service said: %s", service.output());
            assertThat(service.output().lines()).hasSizeLessThan(60);
        }
    }

    private static ServiceProcess serve(TestDatabase database) {
        var service = ServiceProcess.start(
                        Map.of(
                                "DATABASE_URL",
                                database.url(),
                                "FLEETLINE_ROLES",
                                "webhook,read",
                                "JIMI_WEBHOOK_TOKEN",
                                "hub-1",
                                "READ_REQUESTS_PER_SECOND",
                                "0",
                                "READ_LIVE_CONNECTIONS",
                                String.valueOf(CONNECTIONS)),
                        "serve")
                .waitHealthy();
        LiveIT.connect(service).close();
        return service;
    }

    /** @return the heap in use while they are open, in KB */
    private static long hold(ServiceProcess service, int count) throws Exception {
        await().atMost(PATIENCE).until(() -> connections(service) == 0);
        List<RawSocket> open = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                open.add(RawSocket.open(live(service)));
                open.getLast().nextText();
            }
            assertThat(connections(service)).isEqualTo(count);
            if (count == CONNECTIONS) {
                assertThatThrownBy(() -> RawSocket.open(live(service))).hasMessageContaining("429");
            }
            return heapKb(service);
        } finally {
            open.forEach(RawSocket::close);
            await().atMost(PATIENCE).until(() -> connections(service) == 0);
        }
    }

    private static URI live(ServiceProcess service) {
        return URI.create("http://127.0.0.1:%d/live".formatted(service.port()));
    }

    private static int connections(ServiceProcess service) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var metrics = URI.create("http://127.0.0.1:%d/q/metrics".formatted(service.port()));
            var text = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            var gauge = Pattern.compile("(?m)^fleetline_live_connections(?:\\{.*})? (\\S+)$")
                    .matcher(text);
            assertThat(gauge.find()).as(text).isTrue();
            return (int) Double.parseDouble(gauge.group(1));
        }
    }

    /** After a collection. */
    private static long heapKb(ServiceProcess service) throws Exception {
        run("jcmd", String.valueOf(service.pid()), "GC.run");
        var info = run("jcmd", String.valueOf(service.pid()), "GC.heap_info");
        return USED_KB.matcher(info)
                .results()
                .map(MatchResult::group)
                .mapToLong(IdleConnectionsIT::kb)
                .sum();
    }

    private static long kb(String line) {
        return Long.parseLong(line.replaceFirst("(?s).* used (\\d+)K$", "$1"));
    }

    private static long residentKb(ServiceProcess service) throws IOException {
        var status = Files.readString(Path.of("/proc/%d/status".formatted(service.pid())));
        return Long.parseLong(status.replaceFirst("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1"));
    }

    private static long descriptors(ServiceProcess service) throws IOException {
        try (var open = Files.list(Path.of("/proc/%d/fd".formatted(service.pid())))) {
            return open.count();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        if (command[0].equals("jcmd")) {
            command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
