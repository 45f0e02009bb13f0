package io.fleetline.simulator.recorded;

import io.fleetline.simulator.Ground;
import io.fleetline.simulator.recorded.Recording.Point;
import java.util.Arrays;
import java.util.SortedMap;

/** The recorded points of one vehicle, ordered by time. */
final class Journey {
    private final long[] seconds;
    private final double[] lats;
    private final double[] lngs;
    private final double[] metres;

    /** @param shift seconds to add to the recorded times */
    Journey(SortedMap<Long, Point> points, long shift) {
        seconds = points.keySet().stream().mapToLong(second -> second + shift).toArray();
        lats = points.values().stream().mapToDouble(Point::lat).toArray();
        lngs = points.values().stream().mapToDouble(Point::lng).toArray();
        metres = new double[seconds.length];
        for (var i = 1; i < seconds.length; i++) {
            metres[i] = metres[i - 1] + metresBetween(i - 1, i);
        }
    }

    int size() {
        return seconds.length;
    }

    long second(int index) {
        return seconds[index];
    }

    double lat(int index) {
        return lats[index];
    }

    double lng(int index) {
        return lngs[index];
    }

    /** The distance from the first point to the one at this index. */
    double metres(int index) {
        return metres[index];
    }

    double metresBetween(int one, int other) {
        return Ground.metres(lats[one], lngs[one], lats[other], lngs[other]);
    }

    double bearingTo(int index) {
        return Ground.bearing(lats[index - 1], lngs[index - 1], lats[index], lngs[index]);
    }

    /** The mean speed since the previous point, km/h. */
    double speedKmh(int index) {
        return index == 0 ? 0 : metresBetween(index - 1, index) / (seconds[index] - seconds[index - 1]) * 3.6;
    }

    /** The index of the first point at that second or later; the number of points if there is none. */
    int firstFrom(long second) {
        var found = Arrays.binarySearch(seconds, second);
        return found < 0 ? -found - 1 : found;
    }

    /** The index of the last point at that second or earlier; -1 if there is none. */
    int lastUpTo(long second) {
        return firstFrom(second + 1) - 1;
    }
}
