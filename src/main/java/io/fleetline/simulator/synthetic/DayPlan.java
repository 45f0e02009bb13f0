package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.synthetic.Vehicle.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a vehicle's day that can ever reach the cloud.
 *
 * @param segments in order, without overlap; in a gap the tracker was silent and its fixes are lost
 * @param noNetwork when the tracker had no network and buffered its fixes; null if it always had one
 */
record DayPlan(List<Segment> segments, @Nullable Silence noNetwork) {
    private static final double SILENT_DAYS_SHARE = 0.12;

    static DayPlan of(Vehicle vehicle, long day) {
        var draft = new Day(vehicle, day);
        vehicle.duty().timetable().fill(draft);
        var segments = draft.finished();
        if (vehicle.duty() == Duty.LAID_UP) {
            return new DayPlan(CheckIn.only(vehicle, day, segments), null);
        }
        var chance = vehicle.chance(day, Purpose.SILENCE);
        if (!chance.happens(SILENT_DAYS_SHARE)) {
            return new DayPlan(segments, null);
        }
        var silence =
                Silence.between(segments.getFirst().start(), segments.getLast().end(), chance);
        return chance.happens(0.5) ? new DayPlan(segments, silence) : new DayPlan(silence.takenOutOf(segments), null);
    }

    /** When an event of that second reached the cloud, epoch seconds. */
    long arrival(long second) {
        return noNetwork != null && noNetwork.covers(second) ? noNetwork.end() : second;
    }

    /** The last second whose events the cloud knows at the given second. */
    long knownUpTo(long now) {
        return noNetwork != null && noNetwork.covers(now) ? noNetwork.start() - 1 : now;
    }
}
