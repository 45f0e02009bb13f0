package io.fleetline.ingest.poll;

import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final InstantSource clock;
    private final Map<String, Instant> refusedAt = new ConcurrentHashMap<>();

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** The devices that may be asked about. */
    List<String> without(List<String> imeis) {
        var now = clock.instant();
        refusedAt.values().removeIf(time -> time.isBefore(now.minus(LEFT_OUT_FOR)) || time.isAfter(now));
        return imeis.stream().filter(imei -> !refusedAt.containsKey(imei)).toList();
    }

    void leaveOut(Collection<String> imeis) {
        imeis.forEach(imei -> refusedAt.put(imei, clock.instant()));
    }

    /**
     * Asks about all devices that are not left out, in parts if the vendor refuses some.
     *
     * @return the devices that were answered
     */
    List<String> ask(List<String> imeis, Consumer<List<String>> question) {
        var some = without(imeis);
        if (some.isEmpty()) {
            return some;
        }
        try {
            question.accept(some);
            return without(some);
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED || FAULTS_OF_THE_CALL.contains(e.code())) {
                throw e;
            }
            if (some.size() > 1) {
                return askInHalves(some, question);
            }
            leaveOut(some);
            LOG.infof("%s, device %s: will be asked about again in an hour", e.getMessage(), some.getFirst());
            return List.of();
        }
    }

    private List<String> askInHalves(List<String> imeis, Consumer<List<String>> question) {
        int half = imeis.size() / 2;
        var answered = new ArrayList<>(ask(imeis.subList(0, half), question));
        answered.addAll(ask(imeis.subList(half, imeis.size()), question));
        return answered;
    }
}
