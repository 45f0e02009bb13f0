package io.fleetline.ingest.poll;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fleetline.clock.ClockTicker;
import io.fleetline.database.Halving;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Devices that now belong to another account. The vendor may refuse a whole call because of one of them: halving isolates it, and the
 * others are answered. Or it may omit them, which is not an answer either. They are left out for an hour, and their cursors stay.
 */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final Duration LEFT_OUT_FOR = Duration.ofHours(1);
    /** A wrong parameter, method or kind of access: not caused by a device. */
    private static final Set<Integer> FAULTS_OF_THE_CALL = Set.of(1001, 1007, 1008);

    /** Of more than these, some are asked about sooner. */
    private static final int MOST_DEVICES = 10_000;

    private final Cache<String, Boolean> leftOut;

    Refusals(InstantSource clock) {
        this.leftOut = Caffeine.newBuilder()
                .maximumSize(MOST_DEVICES)
                .expireAfterWrite(LEFT_OUT_FOR)
                .ticker(new ClockTicker(clock))
                .executor(Runnable::run)
                .build();
    }

    /** The devices that may be asked about. */
    List<String> without(List<String> imeis) {
        return imeis.stream().filter(imei -> leftOut.getIfPresent(imei) == null).toList();
    }

    void leaveOut(Collection<String> imeis) {
        imeis.forEach(imei -> leftOut.put(imei, true));
    }

    /** Devices that are left out at present. */
    long remembered() {
        leftOut.cleanUp();
        return leftOut.estimatedSize();
    }

    /**
     * Asks about all devices that are not left out, in parts if the vendor refuses some.
     *
     * @return the devices that were answered
     */
    List<String> ask(List<String> imeis, Consumer<List<String>> question) {
        var some = without(imeis);
        if (!some.isEmpty()) {
            Halving.attempt(some, question::accept, Refusals::isAboutADevice, this::refused);
        }
        return without(some);
    }

    private static boolean isAboutADevice(Exception e) {
        return e instanceof TracksolidException refusal
                && refusal.kind() == TracksolidException.Kind.REFUSED
                && !FAULTS_OF_THE_CALL.contains(refusal.code());
    }

    private void refused(String imei, Exception refusal) {
        leaveOut(List.of(imei));
        LOG.infof("%s, device %s: will be asked about again in an hour", refusal.getMessage(), imei);
    }
}
