package io.fleetline.simulator;

import io.fleetline.simulator.recorded.RecordedFleet;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What the command line needs to start a simulator in one call. */
public final class SimulatorLauncher {
    private SimulatorLauncher() {}

    /**
     * The fleet's time: the system's if nothing is sped up.
     *
     * @param start the fleet's time at this moment, or null for now
     * @param speedUp fleet seconds in one real second
     */
    public static InstantSource fleetClock(@Nullable Instant start, double speedUp) {
        var real = InstantSource.system();
        return start == null ? real : new SpeedUpClock(real, start, speedUp);
    }

    /** Vehicles that drive about in Nairobi, Mombasa and Kampala. */
    public static Simulator synthetic(
            SimulatorSettings settings, int vehicles, int accounts, long seed, InstantSource fleetClock) {
        var fleet = new SyntheticFleet(vehicles, SyntheticFleet.accountNames(accounts), seed);
        return Simulator.start(settings, fleet, InstantSource.system(), fleetClock);
    }

    /**
     * A recording played again, beginning with the fleet's present moment.
     *
     * @param from the first second of the recording to play
     * @param length how much of it
     */
    public static Simulator recorded(
            SimulatorSettings settings,
            Path csv,
            Instant from,
            Duration length,
            int accounts,
            InstantSource fleetClock) {
        var names = SyntheticFleet.accountNames(accounts);
        var fleet = new RecordedFleet(csv, from, from.plus(length), fleetClock.instant(), names);
        return Simulator.start(settings, fleet, InstantSource.system(), fleetClock);
    }
}
