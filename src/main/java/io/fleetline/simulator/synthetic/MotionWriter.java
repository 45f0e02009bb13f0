package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.synthetic.RoadNetwork.Road;
import java.util.ArrayList;
import java.util.List;

/** Computes how a driver takes a route: accelerating, cruising, braking for red lights, sometimes caught in a jam. */
final class MotionWriter {
    private static final double SPEEDING_UP_MS2 = 1.2;
    private static final double BRAKING_MS2 = 1.8;
    private static final double JAM_SHARE = 0.02;

    private final List<Phase> phases = new ArrayList<>();
    private final List<Road> roads = new ArrayList<>();
    private final Driver driver;
    private final double traffic;
    private final Chance chance;
    private double second;
    private double metres;
    private double speedMs;

    private MotionWriter(Driver driver, double traffic, Chance chance) {
        this.driver = driver;
        this.traffic = traffic;
        this.chance = chance;
    }

    /**
     * @param route junctions, at least two
     * @param traffic factor on the speed within town
     * @param seed the same seed gives the same drive
     */
    static Motion write(RoadNetwork network, List<Integer> route, Driver driver, double traffic, long seed) {
        var writer = new MotionWriter(driver, traffic, Chance.of(seed));
        writer.stand(writer.chance.between(15, 60));
        for (var i = 1; i < route.size(); i++) {
            writer.drive(network.road(route.get(i - 1), route.get(i)), i == route.size() - 1);
        }
        return new Motion(writer.phases, writer.roads);
    }

    private void drive(Road road, boolean last) {
        roads.add(road);
        var jam = !last && chance.happens(JAM_SHARE);
        var redLight = !last && chance.happens(road.kind().redLightShare());
        if (last || jam || redLight) {
            driveAndStop(road);
        } else {
            driveThrough(road);
        }
        if (jam) {
            stand(chance.between(130, 600));
        } else if (redLight) {
            stand(chance.between(12, 80));
        }
    }

    private void driveThrough(Road road) {
        var end = metres + road.metres();
        changeSpeedTo(Math.min(cruiseMs(road), Math.sqrt(speedMs * speedMs + 2 * SPEEDING_UP_MS2 * road.metres())));
        cruise(end - metres);
    }

    private void driveAndStop(Road road) {
        var end = metres + road.metres();
        changeSpeedTo(Math.min(cruiseMs(road), fastestThatStillStops(road.metres())));
        cruise(end - metres - speedMs * speedMs / (2 * BRAKING_MS2));
        changeSpeedTo(0);
        metres = end;
    }

    private double fastestThatStillStops(double length) {
        var sum = SPEEDING_UP_MS2 + BRAKING_MS2;
        return Math.sqrt(BRAKING_MS2 * (2 * SPEEDING_UP_MS2 * length + speedMs * speedMs) / sum);
    }

    private double cruiseMs(Road road) {
        var inTown = road.kind() == RoadClass.HIGHWAY ? 1 : traffic;
        return road.kind().cruiseKmh(chance.share()) * driver.pace() * inTown / 3.6;
    }

    private void changeSpeedTo(double goalMs) {
        var acceleration = goalMs > speedMs ? SPEEDING_UP_MS2 : -BRAKING_MS2;
        add((goalMs - speedMs) / acceleration, acceleration);
        speedMs = goalMs;
    }

    private void cruise(double length) {
        add(length / speedMs, 0);
    }

    private void stand(double seconds) {
        add(seconds, 0);
    }

    private void add(double seconds, double acceleration) {
        if (seconds > 0) {
            var phase = new Phase(second, seconds, metres, speedMs, acceleration);
            phases.add(phase);
            second = phase.endS();
            metres = phase.metres(second);
        }
    }
}
