package io.fleetline.bench;

import io.fleetline.bench.live.EchoTimes;
import io.fleetline.bench.live.LiveClients;
import io.fleetline.bench.load.FixListener;
import io.fleetline.bench.load.Load;
import io.fleetline.bench.load.LoadGenerator;
import io.fleetline.read.feed.MatchingCost;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pushes fixes to a service under way while clients follow its live feed, and measures how late they are told, and what they cost. */
@Command(name = "live", description = "Live clients while fixes are pushed.", mixinStandardHelpOptions = true)
final class BenchLiveCommand implements Callable<Integer> {
    private static final int VEHICLES = 1_000;
    private static final int CONNECTIONS = 8;
    private static final int FEW_SUBSCRIPTIONS = 10;
    private static final int MANY_SUBSCRIPTIONS = 10_000;
    private static final int ROUNDS = 7;
    private static final long LOOK_MS = 500;

    /** The newest fixes are 15 minutes old: the vehicles are not offline. */
    private static final Duration FIRST_FIX_BEHIND = Duration.ofMinutes(45);

    private static final double KB = 1_024;

    @Option(names = "--port", required = true, description = "The service's port.")
    private int port;

    @Option(names = "--service-pid", required = true, description = "The service's process.")
    private long servicePid;

    @Option(names = "--echo-port", required = true, description = "The port of 'bench constant'.")
    private int echoPort;

    @Option(names = "--clients", defaultValue = "200", description = "WebSocket clients (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--rate", defaultValue = "5000", description = "Fixes a second (${DEFAULT-VALUE}).")
    private int fixesPerSecond;

    @Option(names = "--items", defaultValue = "50", description = "Fixes in one request (${DEFAULT-VALUE}).")
    private int items;

    @Option(names = "--warm-up", defaultValue = "15", description = "Seconds before measuring (${DEFAULT-VALUE}).")
    private int warmUpS;

    @Option(names = "--seconds", defaultValue = "30", description = "Seconds to measure (${DEFAULT-VALUE}).")
    private int seconds;

    private final LiveReport report = new LiveReport();
    private Instant firstFix = Instant.now().minus(FIRST_FIX_BEHIND).truncatedTo(ChronoUnit.SECONDS);

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        new ReadFleet(jdbi).live(VEHICLES);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM tracksolid.live_positions"));
        var token = settings.pushes().token();
        try (var probe = new ServiceProbe(port, servicePid)) {
            push(load(token, Duration.ZERO, Duration.ofSeconds(warmUpS)), (_, _) -> {});
            var before = probe.memory();
            measure(jdbi, token, probe, before);
        }
        matching();
        System.out.println(report.table());
        System.out.println(report.json());
        return 0;
    }

    private Load load(String token, Duration warmUp, Duration measured) {
        return new Load(
                service(),
                token,
                false,
                VEHICLES,
                items,
                CONNECTIONS,
                (double) fixesPerSecond / items,
                new Load.Mixture(0, 0, 0),
                firstFix,
                warmUp,
                measured);
    }

    private InetSocketAddress service() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Histogram push(Load load, FixListener listener) throws IOException {
        var result = LoadGenerator.run(load, listener);
        // The fixes of the next load are later than all of this one.
        firstFix = result.end().minusSeconds(1_800);
        return result.latencies();
    }

    private void measure(Jdbi jdbi, String token, ServiceProbe probe, ServiceProbe.Memory before) throws Exception {
        var delays = new LiveDelays();
        var all = LiveClients.connect(service(), clients);
        long from = LiveDelays.nowMicros() + TimeUnit.SECONDS.toMicros(warmUpS);
        var echo = CompletableFuture.supplyAsync(this::echo);
        var backlog = CompletableFuture.supplyAsync(() -> longestBacklog(probe));
        var told = telling(probe);
        var cpu = ProcessorTime.now(servicePid);
        var acknowledged = push(load(token, Duration.ofSeconds(warmUpS), Duration.ofSeconds(seconds)), delays);
        var used = ProcessorTime.now(servicePid).since(cpu);
        report.delay("push request to acknowledgement", "acknowledged", acknowledged);
        report.traffic("JSON", "json", all.count(false), all.traffic(false), warmUpS + seconds);
        report.traffic("binary", "binary", all.count(true), all.traffic(true), warmUpS + seconds);
        var echoes = echo.join();
        report.line(
                "a client that reads one byte a second held %,.0f bytes at most, by the service's metric",
                backlog.join());
        report.figure("slow_client_bytes", backlog.join());
        var with = probe.memory();
        report.line(
                "from the appending until all backlogs have it %.1f ms in the mean",
                telling(probe).meanMsSince(told));
        processors(used);
        all.close();
        memory(before, with, probe.memory());
        delays.compare(all, jdbi, from);
        report.delay("push request to frame", "request_to_frame", delays.sinceRequest());
        report.delay(
                "commit to frame, measured from the appending to the log before it",
                "commit_to_frame",
                delays.sinceAppend());
        report.delay("ceiling: a bare WebSocket echo meanwhile", "ceiling_echo", echoes);
    }

    private Histogram echo() {
        try {
            return EchoTimes.measure(echoPort, Duration.ofSeconds(warmUpS + seconds));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private double longestBacklog(ServiceProbe probe) {
        double longest = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpS + seconds);
        try {
            while (System.nanoTime() < end) {
                longest = Math.max(longest, probe.metric("fleetline_live_longest_backlog_bytes"));
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the service does not show its metrics", e);
        }
        return longest;
    }

    private static ServiceProbe.Timed telling(ServiceProbe probe) throws IOException, InterruptedException {
        return probe.timed("fleetline_live_delay", "");
    }

    private void processors(ProcessorTime used) {
        double all = (warmUpS + seconds) * 1e9;
        report.line(
                "processors in use: service %.2f, load and clients %.2f", used.service() / all, used.ourselves() / all);
    }

    private void memory(ServiceProbe.Memory before, ServiceProbe.Memory with, ServiceProbe.Memory after) {
        double heapKb = (with.heapBytes() - after.heapBytes()) / KB / clients;
        double residentKb = (with.residentBytes() - before.residentBytes()) / KB / clients;
        report.line(
                "memory a client: heap after a collection %.1f KB (with all against after their end); resident %.1f KB at most (with all against before, so the growth by the load is in it)",
                heapKb, residentKb);
        report.figure("heap_kb_a_client", heapKb);
        report.figure("resident_kb_a_client", residentKb);
    }

    private void matching() throws Exception {
        var few = new MatchingCost(FEW_SUBSCRIPTIONS);
        var many = new MatchingCost(MANY_SUBSCRIPTIONS);
        WarmUp.untilStill("matching", few::nanosAMove);
        WarmUp.untilStill("matching of many", many::nanosAMove);
        var turns = Turns.measure(ROUNDS, many::nanosAMove, few::nanosAMove);
        var ratio = turns.ratio(nanos -> nanos, nanos -> nanos);
        report.line(
                "a moved vehicle beside %,d subscriptions with different filters: %.0f ns, beside %d: %.0f ns; ratio, median (range): %s",
                MANY_SUBSCRIPTIONS,
                turns.subject(nanos -> nanos),
                FEW_SUBSCRIPTIONS,
                turns.anchor(nanos -> nanos),
                ratio.inWords());
        report.figure("matching_10000_to_10", ratio.median());
    }
}
