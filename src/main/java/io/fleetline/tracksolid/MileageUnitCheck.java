package io.fleetline.tracksolid;

import io.fleetline.fleet.Trip;
import io.fleetline.wire.MileageUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Compares the distances of trips with average speed × duration. With the right unit the two agree; with the wrong one they differ by a
 * factor of 1,000, which is logged once per account.
 */
final class MileageUnitCheck {
    private static final Logger LOG = Logger.getLogger(MileageUnitCheck.class);
    /** The geometric mean of 1 and 1,000. */
    private static final double SUSPICIOUS = Math.sqrt(1_000);

    private final MileageUnit unit;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    MileageUnitCheck(MileageUnit unit) {
        this.unit = unit;
    }

    /** Whether the trips contradict the unit; only the first contradiction of an account is logged. */
    boolean contradicts(String account, List<Trip> trips) {
        var ratio = ratio(trips);
        // NaN if nothing was driven, or nothing is known about it.
        var contradiction = ratio > SUSPICIOUS || ratio < 1 / SUSPICIOUS;
        if (contradiction && warned.add(account)) {
            LOG.warnf(
                    "jimi.device.track.mileage for account %s: distances are %.4f times average speed × duration;"
                            + " the configured unit, %s, is probably wrong",
                    account, ratio, unit);
        }
        return contradiction;
    }

    private static double ratio(List<Trip> trips) {
        var distance = 0.0;
        var expected = 0.0;
        for (var trip : trips) {
            var km = trip.distanceKm();
            var seconds = trip.drivingTimeS();
            var speed = trip.avgSpeedKmh();
            if (km != null && km > 0 && seconds != null && speed != null && speed > 0) {
                distance += km;
                expected += speed * seconds / 3_600;
            }
        }
        return expected > 0 ? distance / expected : Double.NaN;
    }
}
