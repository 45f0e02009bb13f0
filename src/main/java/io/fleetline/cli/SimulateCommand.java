package io.fleetline.cli;

import io.fleetline.clock.FleetClock;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import io.fleetline.simulator.SimulatedFleet;
import io.fleetline.simulator.Simulator;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.simulator.SpeedUpClock;
import io.fleetline.simulator.recorded.RecordedFleet;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a simulated Tracksolid cloud for a laptop until it is stopped. */
@Command(
        name = "simulate",
        description =
                "Run a simulated Tracksolid cloud. It accepts the login of TRACKSOLID_APP_KEY, _APP_SECRET, _USER_ID and"
                        + " _USER_PWD_MD5, if set. While it runs, POST /faults switches faults, GET /faults shows them.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "The address to listen on (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String host;

    @Option(names = "--port", defaultValue = "8899", description = "The port to listen on (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--vehicles", defaultValue = "80", description = "How many vehicles (${DEFAULT-VALUE}).")
    private int vehicles;

    @Option(names = "--accounts", defaultValue = "3", description = "How many accounts share them (${DEFAULT-VALUE}).")
    private int accounts;

    @Option(names = "--seed", defaultValue = "1", description = "The seed of the synthetic fleet (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--start", description = "When the fleet's clock starts, an instant in the past; default: now.")
    private @Nullable Instant start;

    @Option(
            names = "--speed-up",
            defaultValue = "1",
            description = "How many times faster the fleet's clock runs until it has caught up with now.")
    private double speedUp;

    @Option(
            names = "--replay",
            description =
                    "Instead of a synthetic fleet, replay the recorded fixes of this CSV (plain or .gz): epoch_s,vehicle,lat,lng.")
    private @Nullable Path replay;

    @Option(
            names = "--replay-from",
            description = "With --replay: the instant of the recording that is shifted to the start.")
    private @Nullable Instant replayFrom;

    @Option(names = "--replay-to", description = "With --replay: the end of the recording, exclusive.")
    private @Nullable Instant replayTo;

    @Option(names = "--fault", description = "An initial fault, name=value; may be repeated.")
    private Map<String, String> faults = Map.of();

    @Option(names = "--no-limits", description = "Disable rate limits.")
    private boolean noLimits;

    @Override
    public Integer call() throws InterruptedException {
        check();
        var clock = FleetClock.machine();
        var fleet = fleet(start == null ? clock.instant() : start);
        var fleetClock = start == null ? clock : new SpeedUpClock(clock, start, speedUp);
        try (var simulator = Simulator.start(settings(), fleet, clock, fleetClock)) {
            faults.forEach(simulator.faults()::set);
            System.out.println("fleetline: a simulated Tracksolid cloud answers at " + simulator.apiUrl());
            waitForTheEnd();
        }
        return 0;
    }

    private void check() {
        if (vehicles < 1 || accounts < 1 || accounts > vehicles) {
            throw new BadSetting("--vehicles %d --accounts %d: at least one vehicle per account is needed"
                    .formatted(vehicles, accounts));
        }
        if (!(speedUp > 0) || (speedUp != 1 && start == null)) {
            throw new BadSetting("--speed-up must be more than 0, and needs a --start in the past to run from");
        }
    }

    private SimulatedFleet fleet(Instant playFrom) {
        var names = SyntheticFleet.accountNames(accounts);
        if (replay == null) {
            return new SyntheticFleet(vehicles, names, seed);
        }
        if (replayFrom == null || replayTo == null || !replayFrom.isBefore(replayTo)) {
            throw new BadSetting("--replay needs --replay-from and a later --replay-to");
        }
        try {
            return new RecordedFleet(replay, replayFrom, replayTo, playFrom, names);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new BadSetting("--replay %s cannot be replayed: %s".formatted(replay, e.getMessage()));
        }
    }

    private SimulatorSettings settings() {
        var usual = SimulatorSettings.demo();
        var settings = new SimulatorSettings(
                host,
                port,
                environment(Setting.TRACKSOLID_APP_KEY, usual.appKey()),
                environment(Setting.TRACKSOLID_APP_SECRET, usual.appSecret()),
                environment(Setting.TRACKSOLID_USER_ID, usual.userId()),
                environment(Setting.TRACKSOLID_USER_PWD_MD5, usual.userPwdMd5()),
                usual.longestToken(),
                usual.tokenGetMinInterval(),
                usual.callsPerMinutePerAccount(),
                usual.getAllowed(),
                usual.newTokenEndsOldOne());
        return noLimits
                ? settings.withCallsPerMinutePerAccount(Integer.MAX_VALUE).withTokenGetMinInterval(Duration.ZERO)
                : settings;
    }

    private static String environment(Setting setting, String otherwise) {
        var value = System.getenv(setting.name());
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static void waitForTheEnd() throws InterruptedException {
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
        ended.await();
    }
}
