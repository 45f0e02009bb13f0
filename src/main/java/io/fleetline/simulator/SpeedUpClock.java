package io.fleetline.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock for the fleet that starts in the past and runs faster than real time until it has caught up with it. */
public final class SpeedUpClock implements InstantSource {
    private final InstantSource real;
    private final Instant start;
    private final Instant launch;
    private final double factor;

    /**
     * @param start the fleet's time at this moment
     * @param factor fleet seconds per real second, more than 0
     */
    public SpeedUpClock(InstantSource real, Instant start, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("the speed-up must be more than 0, not " + factor);
        }
        this.real = real;
        this.start = start;
        this.launch = real.instant();
        this.factor = factor;
    }

    @Override
    public Instant instant() {
        var now = real.instant();
        var elapsed = Duration.between(launch, now).toMillis() * factor;
        var fleetTime = start.plusMillis((long) elapsed);
        return fleetTime.isBefore(now) ? fleetTime : now;
    }
}
