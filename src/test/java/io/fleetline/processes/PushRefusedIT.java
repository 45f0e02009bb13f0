package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * The cost of a refused push for the service, each on a separate connection, and what the log has about it. With {@code
 * -Dfleetline.refusals=4000} the figures of docs/benchmarks/push-robustness.md.
 */
class PushRefusedIT {
    private static final Logger LOG = Logger.getLogger(PushRefusedIT.class);
    private static final int REQUESTS = Integer.getInteger("fleetline.refusals", 100);
    private static final String GUESS = "guess-of-a-stranger";
    /** Far more than it takes, for a machine under other load. */
    private static final Duration CHEAP = Duration.ofMillis(20);

    private final PushedFixes fixes = new PushedFixes();

    @Test
    void refusalsAreCheap() {
        try (var database = TestDatabase.create();
                var service = serve(database, Map.of())) {
            requests().forEach((kind, request) -> {
                send(service, request, REQUESTS);
                var cost = cost(service, request);
                LOG.infof("%s: %s", kind, cost);
                assertThat(cost.cpu()).as(kind).isLessThan(CHEAP);
            });
        }
    }

    @Test
    void theLogTellsOfRefusalsButNoToken() {
        try (var database = TestDatabase.create();
                var service = serve(database, Map.of("QUARKUS_LOG_LEVEL", "DEBUG"))) {
            requests().values().forEach(request -> send(service, request, 1));
            service.stop().exitCode(Duration.ofSeconds(90));
            assertThat(service.output())
                    .contains("DEBUG", "a push was refused: 401")
                    .doesNotContain(GUESS, PushedFixes.TOKEN);
        }
    }

    private static ServiceProcess serve(TestDatabase database, Map<String, String> more) {
        var environment = new LinkedHashMap<>(Map.of(
                "DATABASE_URL", database.url(), "FLEETLINE_ROLES", "webhook", "JIMI_WEBHOOK_TOKEN", PushedFixes.TOKEN));
        environment.putAll(more);
        var service = ServiceProcess.start(environment, "serve");
        var probe = request("/pushgps", "token=" + PushedFixes.TOKEN, 200);
        await().atMost(Duration.ofSeconds(180)).ignoreExceptions().until(() -> exchange(service, probe));
        return service;
    }

    /** @param status the expected status of the answer */
    private record Request(String bytes, int status) {}

    private static Request request(String path, String body, int status) {
        return request(path, body.length(), body, status);
    }

    private static Request request(String path, int length, String body, int status) {
        return new Request(
                "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, length, body),
                status);
    }

    private Map<String, Request> requests() {
        var list = IntStream.range(0, 50).mapToObj(fixes::item).collect(Collectors.joining(",", "[", "]"));
        var requests = new LinkedHashMap<String, Request>();
        requests.put("wrong token in the URL", request("/pushgps?token=" + GUESS, 9_000, "", 401));
        requests.put("wrong token in a form", request("/pushgps", "token=" + GUESS + "&data_list=" + list, 401));
        requests.put(
                "wrong token behind JSON",
                request("/pushgps", "{\"data_list\":" + list + ",\"token\":\"" + GUESS + "\"}", 401));
        requests.put("no token", request("/pushgps", list, 401));
        requests.put("9 MB announced", request("/pushgps", 9 << 20, "", 413));
        requests.put(
                "for comparison, 50 items taken",
                request("/pushgps", "token=" + PushedFixes.TOKEN + "&data_list=" + list, 200));
        return requests;
    }

    private record Cost(Duration cpu, double perSecond) {
        @Override
        public String toString() {
            return "%.3f ms CPU a request, %.0f requests/s".formatted(cpu.toNanos() / 1e6, perSecond);
        }
    }

    private static Cost cost(ServiceProcess service, Request request) {
        var cpu = cpu(service);
        var began = System.nanoTime();
        send(service, request, REQUESTS);
        var seconds = (System.nanoTime() - began) / 1e9;
        return new Cost(cpu(service).minus(cpu).dividedBy(REQUESTS), REQUESTS / seconds);
    }

    private static Duration cpu(ServiceProcess service) {
        return ProcessHandle.of(service.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    /** From four concurrent senders. */
    private static void send(ServiceProcess service, Request request, int times) {
        Callable<Void> sender = () -> {
            for (var i = 0; i < Math.ceilDiv(times, 4); i++) {
                assertThat(exchange(service, request)).isTrue();
            }
            return null;
        };
        try (var senders = Executors.newFixedThreadPool(4)) {
            for (var sent : senders.invokeAll(List.of(sender, sender, sender, sender))) {
                sent.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean exchange(ServiceProcess service, Request request) {
        try (var socket = new Socket("127.0.0.1", service.port())) {
            socket.getOutputStream().write(request.bytes.getBytes(ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.startsWith("HTTP/1.1 " + request.status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
