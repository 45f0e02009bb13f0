package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.synthetic.Vehicle.Purpose;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A vehicle's day while its timetable is being filled in: a clock that advances with each drive and stay. */
final class Day {
    private static final long SHORTEST_STAY_S = 180;
    private static final int MOST_KM_AT_FIRST = 90_000;

    /** The day from which odometers count. */
    private static final long FIRST_DAY = LocalDate.of(2024, 1, 1).toEpochDay();

    private final Vehicle vehicle;
    private final LocalDate date;
    private final Chance chance;
    private final double kmAtStart;
    private final List<Segment> segments = new ArrayList<>();
    private final long start;
    private final long end;
    private long clock;
    private int junction;
    private double metres;

    Day(Vehicle vehicle, long day) {
        this.vehicle = vehicle;
        date = LocalDate.ofEpochDay(day);
        chance = vehicle.chance(day, Purpose.TIMETABLE);
        kmAtStart = Math.floorMod(vehicle.seed(), MOST_KM_AT_FIRST)
                + vehicle.duty().kmBefore(day)
                - vehicle.duty().kmBefore(FIRST_DAY);
        start = Calendar.startOf(vehicle, day);
        end = Calendar.startOf(vehicle, day + 1);
        clock = start;
        junction = vehicle.depot();
    }

    Chance chance() {
        return chance;
    }

    DayOfWeek weekday() {
        return date.getDayOfWeek();
    }

    long start() {
        return start;
    }

    /** The current time of this day, epoch seconds. */
    long clock() {
        return clock;
    }

    /** The junction at which the vehicle is. */
    int junction() {
        return junction;
    }

    int depot() {
        return vehicle.depot();
    }

    RoadNetwork roads() {
        return vehicle.city().roads();
    }

    double paceOfDriver() {
        return vehicle.driver().pace();
    }

    /** The kilometres driven so far on this day. */
    double kmDriven() {
        return metres / 1000;
    }

    /** The most kilometres that may be driven on this day. */
    double kmAllowed() {
        return vehicle.duty().dailyKm(weekday());
    }

    /** Parks until then, but for at least three minutes. */
    void parkUntil(long time) {
        var until = Math.max(time, clock + SHORTEST_STAY_S);
        segments.add(parked(until));
        clock = until;
    }

    /** Drives through the given junctions, then idles for {@code idleS} seconds, but not past the latest end. */
    void drive(long idleS, long latestEnd, int... via) {
        var route = Arrays.stream(roads().route(via)).boxed().toList();
        if (route.size() > 1) {
            var seed = chance.anyLong();
            var traffic = Traffic.at(clock);
            var motion = MotionWriter.write(roads(), route, vehicle.driver(), traffic, seed);
            var arrival = clock + (long) Math.ceil(motion.seconds());
            var leave = Math.max(arrival, Math.min(arrival + idleS, latestEnd));
            var odometerKm = odometerKm();
            metres += motion.metres();
            segments.add(new Drive(clock, leave, route, traffic, seed, motion.metres(), odometerKm, odometerKm()));
            clock = leave;
            junction = route.getLast();
        }
    }

    /** All segments of the day; the rest of it is spent parked. */
    List<Segment> finished() {
        if (clock < end) {
            segments.add(parked(end));
        }
        return segments;
    }

    private Parked parked(long until) {
        return new Parked(clock, until, roads().place(junction), roads().name(junction), odometerKm());
    }

    private double odometerKm() {
        return kmAtStart + Math.min(metres / 1000, vehicle.duty().dailyKm(weekday()));
    }
}
