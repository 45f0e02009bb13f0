package io.fleetline.tracksolid;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides which accounts may be called, and when those that are held back may be called again. Accounts do not affect each other.
 *
 * <ul>
 *   <li>Too many requests (1005, 1006): closed for 30 s, doubled each time up to 15 min, reset by a success.
 *   <li>Five transport failures in a row: closed for 15 s, doubled each time up to 5 min. Then a single call is let through as a probe:
 *       its success opens the gate, its failure closes it again.
 *   <li>A call that was under way when the gate closed does not change it.
 * </ul>
 */
public final class AccountGates {
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(15);
    private static final int FAILURES = 5;
    private static final Duration FIRST_BREAK = Duration.ofSeconds(15);
    private static final Duration LONGEST_BREAK = Duration.ofMinutes(5);
    /** A probe whose outcome is never reported holds the gate no longer than this. */
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(5);

    /**
     * @param limits rate-limit answers since the last success
     * @param failures transport failures in a row
     * @param breaks how often the circuit has opened since the last success
     * @param closedUntil exclusive
     * @param probeUntil the latest time until which the current probe holds the gate
     */
    private record Gate(
            int limits,
            int failures,
            int breaks,
            Instant closedUntil,
            @Nullable Instant probeUntil) {
        static final Gate OPEN = new Gate(0, 0, 0, Instant.MIN, null);

        boolean isClosed(Instant now) {
            return now.isBefore(closedUntil);
        }

        boolean isProbed(Instant now) {
            return probeUntil != null && now.isBefore(probeUntil);
        }

        Gate withProbe(@Nullable Instant until) {
            return new Gate(limits, failures, breaks, closedUntil, until);
        }

        Gate limited(Instant now) {
            var pause = doubled(FIRST_LIMIT, limits, LONGEST_LIMIT);
            return new Gate(limits + 1, 0, 0, now.plus(pause), null);
        }

        Gate failed(Instant now) {
            if (breaks == 0 && failures + 1 < FAILURES) {
                return new Gate(limits, failures + 1, 0, closedUntil, null);
            }
            var pause = doubled(FIRST_BREAK, breaks, LONGEST_BREAK);
            return new Gate(limits, 0, breaks + 1, now.plus(pause), null);
        }

        private static Duration doubled(Duration first, int times, Duration most) {
            var pause = first.multipliedBy(1L << Math.min(times, 16));
            return pause.compareTo(most) < 0 ? pause : most;
        }
    }

    private final Map<String, Gate> gates = new HashMap<>();
    private final InstantSource clock;

    public AccountGates(InstantSource clock) {
        this.clock = clock;
    }

    /** The time until which calls are refused; empty if a call may be made now. Changes nothing. */
    public synchronized Optional<Instant> closedUntil(String account) {
        var now = clock.instant();
        var gate = gate(account);
        if (gate.isClosed(now)) {
            return Optional.of(gate.closedUntil);
        }
        return gate.isProbed(now) ? Optional.ofNullable(gate.probeUntil) : Optional.empty();
    }

    /** Whether a call may be made. If so, the caller must report its outcome: succeeded, limited, failed or left. */
    public synchronized boolean enter(String account) {
        if (closedUntil(account).isPresent()) {
            return false;
        }
        var gate = gate(account);
        if (gate.breaks > 0) {
            gates.put(account, gate.withProbe(clock.instant().plus(LONGEST_PROBE)));
        }
        return true;
    }

    /** The vendor gave an orderly answer. */
    public void succeeded(String account) {
        change(account, (gate, now) -> Gate.OPEN);
    }

    /** The vendor answered that we send too many requests. */
    public void limited(String account) {
        change(account, Gate::limited);
    }

    /** There was no answer, or an unreadable one. */
    public void failed(String account) {
        change(account, Gate::failed);
    }

    /** The call ended in a way that says nothing about the account. */
    public void left(String account) {
        change(account, (gate, now) -> gate.withProbe(null));
    }

    private Gate gate(String account) {
        return gates.getOrDefault(account, Gate.OPEN);
    }

    private synchronized void change(String account, BiFunction<Gate, Instant, Gate> step) {
        var now = clock.instant();
        var gate = gate(account);
        if (!gate.isClosed(now)) {
            gates.put(account, step.apply(gate, now));
        }
    }
}
