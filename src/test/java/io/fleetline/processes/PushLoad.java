package io.fleetline.processes;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A hub that pushes {@link PushedFixes} at a steady rate over eight connections, and repeats every request until it is acknowledged. An
 * acknowledged request is never sent again, so that nothing covers up its loss.
 */
final class PushLoad implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    /** The rate that other tests leave on two cores; 20,000 for the figures of docs/benchmarks, on a quiet machine. */
    private static final int ITEMS_PER_SECOND = Integer.getInteger("fleetline.crash-items-per-second", 5_000);

    private static final int MEAN_ITEMS = 125;
    /** Requests that fell behind are caught up, but not all at once. */
    private static final int MOST_DUE = 200;

    private final PushedFixes fixes;
    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final Semaphore due = new Semaphore(0);
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Integer> again = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> attempts = new ConcurrentHashMap<>();
    /** By {@link System#nanoTime()}. */
    private final ConcurrentSkipListMap<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();

    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final AtomicLong longestRefusal = new AtomicLong();
    private volatile @Nullable ServiceProcess service;
    private volatile boolean finishing;
    /** By {@link System#nanoTime()}. */
    private volatile long signal;

    PushLoad(PushedFixes fixes) {
        this.fixes = fixes;
    }

    PushLoad start() {
        pace.scheduleAtFixedRate(
                () -> due.release(due.availablePermits() < MOST_DUE ? 1 : 0),
                0,
                1_000_000_000L * MEAN_ITEMS / ITEMS_PER_SECOND,
                NANOSECONDS);
        for (var i = 0; i < CONNECTIONS; i++) {
            senders.execute(this::sendUntilInterrupted);
        }
        return this;
    }

    void at(ServiceProcess service) {
        this.service = service;
    }

    /** Starts before there is a service, while nothing listens. */
    private URI target() {
        var known = service;
        return URI.create("http://127.0.0.1:%d/pushgps".formatted(known == null ? 1 : known.port()));
    }

    /** The service is about to be stopped: requests sent before this must be answered. */
    void signalFollows() {
        signal = System.nanoTime();
    }

    /** Requests that began before the signal, and ended without an answer after it. */
    int brokenOff() {
        return brokenOff.get();
    }

    /** Waits for this many further acknowledgements. */
    void waitFor(int requests) {
        var enough = acknowledged.size() + requests;
        waitUntil(() -> acknowledged.size() >= enough);
    }

    void waitForRefusals(int requests) {
        var enough = refused.get() + requests;
        waitUntil(() -> refused.get() >= enough);
    }

    /** The first acknowledgement at or after the time. */
    long acknowledgedAfter(long nanoTime) {
        waitUntil(() -> acknowledged.ceilingKey(nanoTime) != null);
        return acknowledged.ceilingKey(nanoTime);
    }

    /** Starts no new request, and waits until everything has been acknowledged. */
    void finish() {
        finishing = true;
        waitUntil(() -> acknowledged.size() >= next.get());
    }

    private void waitUntil(Callable<Boolean> done) {
        Objects.requireNonNull(service, "nothing to push to")
                .waitUntil(Duration.ofSeconds(180), Duration.ofMillis(5), done);
    }

    /** All numbers from 0 on, once it has finished. */
    int requests() {
        return next.get();
    }

    int attempts(int request) {
        return attempts.get(request);
    }

    /** As text: the status, and whether it has Retry-After. */
    Set<String> refusals() {
        return refusals;
    }

    /** Excludes those before everything was up, which do not count for an outage. */
    void forgetRefusals() {
        refusals.clear();
        refused.set(0);
        longestRefusal.set(0);
    }

    int refused() {
        return refused.get();
    }

    Duration longestRefusal() {
        return Duration.ofNanos(longestRefusal.get());
    }

    private void sendUntilInterrupted() {
        try {
            while (true) {
                due.acquire();
                var request = again.poll();
                if (request == null && !finishing) {
                    request = next.getAndIncrement();
                }
                if (request != null) {
                    send(request);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int request) throws InterruptedException {
        attempts.merge(request, 1, Integer::sum);
        var push = HttpRequest.newBuilder(target())
                .header("Content-Type", request % 2 == 0 ? "application/json" : "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fixes.body(request)))
                .build();
        var began = System.nanoTime();
        try {
            note(request, client.send(push, BodyHandlers.ofString()), began);
        } catch (IOException e) {
            brokenOff.addAndGet(began < signal && signal < System.nanoTime() ? 1 : 0);
            again.add(request);
        }
    }

    private void note(int request, HttpResponse<String> answer, long began) {
        var now = System.nanoTime();
        if (answer.statusCode() == 200) {
            while (acknowledged.putIfAbsent(now, request) != null) {
                now++;
            }
        } else {
            again.add(request);
            refused.incrementAndGet();
            refusals.add(answer.statusCode() + ", Retry-After "
                    + answer.headers().firstValue("Retry-After").orElse("missing"));
            longestRefusal.accumulateAndGet(now - began, Math::max);
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        senders.shutdownNow();
        client.shutdownNow();
    }
}
