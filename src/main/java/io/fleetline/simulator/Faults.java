package io.fleetline.simulator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that are active. Thread-safe: faults may be switched while calls are being answered. */
public final class Faults {
    private static final String ON = "on";
    private static final int PARTS = 10_000;

    private final Map<Fault, String> settings = new ConcurrentHashMap<>();

    /** Switches a fault on for all calls. */
    public void on(Fault fault) {
        set(fault, ON);
    }

    /**
     * Switches a fault on.
     *
     * @param value see {@link Fault}: {@code on}, methods and accounts, IMEIs or a share of them, a duration, a count
     * @throws IllegalArgumentException if the fault cannot have such a value
     */
    public void set(Fault fault, String value) {
        check(fault, value);
        settings.put(fault, value);
    }

    /** Switches a fault by its label, such as {@code rate-limited} for {@code demo-nairobi}; the value {@code off} switches it off. */
    public void set(String label, String value) {
        if (value.equals("off")) {
            off(Fault.named(label));
        } else {
            set(Fault.named(label), value);
        }
    }

    public void off(Fault fault) {
        settings.remove(fault);
    }

    /** Switches all faults off. */
    public void clear() {
        settings.clear();
    }

    /** The active faults with their values, by label. */
    public Map<String, String> active() {
        var active = new TreeMap<String, String>();
        settings.forEach((fault, value) -> active.put(fault.label(), value));
        return active;
    }

    /** Whether a fault that is scoped by methods and accounts applies to this call. */
    public boolean hits(Fault fault, String method, String account) {
        var value = settings.get(fault);
        if (value == null) {
            return false;
        }
        var names = Set.of(value.split(",", -1));
        return names.contains(ON) || names.contains(method) || names.contains(account);
    }

    /** Whether a fault without a scope is on. */
    public boolean isOn(Fault fault) {
        return settings.containsKey(fault);
    }

    /** The IMEIs that a device fault applies to; for a share, always the same ones. */
    public Predicate<String> devices(Fault fault) {
        var value = settings.get(fault);
        if (value == null) {
            return imei -> false;
        }
        if (isShare(value)) {
            var share = Double.parseDouble(value);
            return imei -> Math.floorMod(imei.hashCode() * 0x9E3779B1, PARTS) < share * PARTS;
        }
        return Set.of(value.split(",", -1))::contains;
    }

    /** How long the answer to a method is delayed; zero for no delay. */
    public Duration delay(String method) {
        var value = settings.getOrDefault(Fault.SLOW, "PT0S");
        var delay = Duration.ZERO;
        for (var part : value.split(",", -1)) {
            if (!part.contains("=")) {
                delay = Duration.parse(part);
            } else if (part.startsWith(method + "=")) {
                return Duration.parse(part.substring(method.length() + 1));
            }
        }
        return delay;
    }

    /** The time after which tokens expire, or null if they expire when they say. */
    public @Nullable Duration tokenLifetime() {
        var value = settings.get(Fault.TOKEN_EXPIRES_EARLY);
        return value == null ? null : Duration.parse(value);
    }

    /** How many calls an account may make per UTC day. */
    public long dailyQuota() {
        var value = settings.get(Fault.DAILY_QUOTA);
        return value == null ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static void check(Fault fault, String value) {
        if (!isValid(fault.takes(), value)) {
            throw new IllegalArgumentException("%s takes %s, not '%s'"
                    .formatted(fault.label(), fault.takes().explanation(), value));
        }
    }

    private static boolean isValid(Fault.Values values, String value) {
        return switch (values) {
            case SCOPE -> !value.isBlank();
            case DEVICES -> isShare(value) || value.matches("\\d{15}(,\\d{15})*");
            case DURATION -> isDuration(value);
            case DELAYS ->
                Arrays.stream(value.split(",", -1)).allMatch(part -> isDuration(part.substring(part.indexOf('=') + 1)));
            case COUNT -> value.matches("\\d{1,18}");
        };
    }

    private static boolean isShare(String value) {
        return value.matches("0(\\.\\d+)?|1(\\.0+)?");
    }

    private static boolean isDuration(String value) {
        try {
            return !Duration.parse(value).isNegative();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
