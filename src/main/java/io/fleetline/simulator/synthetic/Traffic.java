package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;
import java.time.Instant;

/** How the hour of the day affects the speed in town. */
final class Traffic {
    private Traffic() {}

    /** The factor on the speed in town at that time, epoch seconds. */
    static double at(long epochSecond) {
        var local = Instant.ofEpochSecond(epochSecond).atZone(Calendar.ZONE);
        var hour = local.getHour();
        var rush = (hour >= 7 && hour < 9) || (hour >= 16 && hour < 19);
        if (rush && local.getDayOfWeek() != DayOfWeek.SUNDAY) {
            return 0.75;
        }
        return hour >= 21 || hour < 5 ? 1.1 : 1;
    }
}
