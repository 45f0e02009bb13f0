package io.fleetline.simulator.synthetic;

import java.util.ArrayList;
import java.util.List;

/** A period without reports from the tracker, from start to just before end, epoch seconds. */
record Silence(long start, long end) {
    private static final int SHORTEST_S = 3600;
    private static final int LONGEST_S = 8 * 3600;

    /** One to eight hours at a random time of the day, well after its beginning. */
    static Silence between(long dayStart, long dayEnd, Chance chance) {
        var length = chance.between(SHORTEST_S, LONGEST_S);
        var start = chance.between(600, (int) (dayEnd - dayStart) - length - 600);
        return new Silence(dayStart + start, dayStart + start + length);
    }

    boolean covers(long second) {
        return second >= start && second < end;
    }

    /**
     * Removes what happened during the silence from the segments. A drive that it overlaps is lost as a whole, so that no partial
     * trips remain; a stay loses the part that overlaps.
     */
    List<Segment> takenOutOf(List<Segment> segments) {
        var left = new ArrayList<Segment>();
        for (var segment : segments) {
            switch (segment) {
                case Drive drive when drive.end() <= start || drive.start() >= end -> left.add(drive);
                case Drive lost -> {}
                case Parked parked -> addRest(parked, left);
            }
        }
        return left;
    }

    private void addRest(Parked parked, List<Segment> left) {
        if (parked.start() < Math.min(parked.end(), start)) {
            left.add(parked.between(parked.start(), Math.min(parked.end(), start)));
        }
        if (parked.end() > Math.max(parked.start(), end)) {
            left.add(parked.between(Math.max(parked.start(), end), parked.end()));
        }
    }
}
