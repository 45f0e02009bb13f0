package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;

/**
 * What a vehicle is used for. Any twenty consecutive vehicles cover all duties, so that of 80 vehicles, at any minute of the week,
 * some drive, some idle, some are parked and some are silent.
 */
enum Duty {
    /** From site to site on working days, home at night. */
    SHIFT(100, 55, 0),
    /** Hourly rounds, day and night. */
    ROUND_THE_CLOCK(492, 492, 492),
    /** Shared: a trip or two on a working day. */
    POOL(34, 0, 0),
    /** In the workshop; its tracker reports for an hour every third day. */
    LAID_UP(0, 0, 0);

    private static final String SHARES = "SRRSPRSSRSSRSLRSPRSR";

    private final double weekdayKm;
    private final double saturdayKm;
    private final double sundayKm;

    Duty(double weekdayKm, double saturdayKm, double sundayKm) {
        this.weekdayKm = weekdayKm;
        this.saturdayKm = saturdayKm;
        this.sundayKm = sundayKm;
    }

    static Duty of(int index) {
        return switch (SHARES.charAt(index % SHARES.length())) {
            case 'R' -> ROUND_THE_CLOCK;
            case 'P' -> POOL;
            case 'L' -> LAID_UP;
            default -> SHIFT;
        };
    }

    /** The position of a vehicle among those with the same duty. */
    static int rank(int index) {
        var letter = SHARES.charAt(index % SHARES.length());
        var perRound = SHARES.chars().filter(other -> other == letter).count();
        var before = SHARES.substring(0, index % SHARES.length()).chars().filter(other -> other == letter);
        return (int) (index / SHARES.length() * perRound + before.count());
    }

    Timetable timetable() {
        return switch (this) {
            case SHIFT -> new ShiftTimetable();
            case ROUND_THE_CLOCK -> new RoundsTimetable();
            case POOL -> new PoolTimetable();
            case LAID_UP -> day -> {};
        };
    }

    /** The kilometres that the odometer gains on such a day; the timetable never drives more. */
    double dailyKm(DayOfWeek day) {
        return switch (day) {
            case SUNDAY -> sundayKm;
            case SATURDAY -> saturdayKm;
            default -> weekdayKm;
        };
    }

    /** The kilometres of all days before the given one, since 1970: gives an odometer without computing each day. */
    double kmBefore(long epochDay) {
        var monday = Math.floorDiv(epochDay + 3, 7) * 7 - 3;
        var weekday = (int) (epochDay - monday);
        var weeks = (monday + 3) / 7;
        return weeks * (5 * weekdayKm + saturdayKm + sundayKm)
                + Math.min(weekday, 5) * weekdayKm
                + (weekday > 5 ? saturdayKm : 0);
    }
}
