package io.fleetline.service.http;

import io.fleetline.clock.FleetClock;
import io.fleetline.clock.SteadyTime;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Steady time, which only measures durations: setting a clock does not move it, not even the database's, which {@link FleetClock} follows. */
@Singleton
final class SpanTime {
    @Produces
    @Singleton
    @Identifier("steady") InstantSource steady() {
        return new SteadyTime(Instant.EPOCH);
    }
}
