package io.fleetline.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that the simulated cloud has received since its start. */
public final class CallCounts {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rows = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> refusals = new ConcurrentHashMap<>();

    /** Every call of a method, refused or answered. */
    public long calls(String method) {
        return count(calls, method);
    }

    /** Every call of every method, token calls included. */
    public long calls() {
        return calls.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Every call of token.get. */
    public long tokenRequests() {
        return calls("jimi.oauth.token.get");
    }

    /** The number of rows that a method has returned. */
    public long rows(String method) {
        return count(rows, method);
    }

    /** The number of calls that ended with this error code. */
    public long refusals(int code) {
        return count(refusals, code);
    }

    public void called(String method) {
        add(calls, method, 1);
    }

    public void served(String method, int count) {
        add(rows, method, count);
    }

    public void refused(int code) {
        add(refusals, code, 1);
    }

    private static <K> void add(Map<K, LongAdder> counters, K key, int amount) {
        counters.computeIfAbsent(key, _ -> new LongAdder()).add(amount);
    }

    private static <K> long count(Map<K, LongAdder> counters, K key) {
        var counter = counters.get(key);
        return counter == null ? 0 : counter.sum();
    }
}
