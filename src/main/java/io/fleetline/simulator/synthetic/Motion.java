package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.synthetic.RoadNetwork.Road;
import java.util.List;

/** The motion of one drive, second by second: place, speed, distance. After its last second the vehicle stands at its end. */
final class Motion {
    private final List<Phase> phases;
    private final List<Road> roads;
    private final double[] metresBeforeRoad;

    record MotionState(Place place, double speedKmh, double bearing, double metres) {}

    Motion(List<Phase> phases, List<Road> roads) {
        this.phases = phases;
        this.roads = roads;
        metresBeforeRoad = new double[roads.size() + 1];
        for (var i = 0; i < roads.size(); i++) {
            metresBeforeRoad[i + 1] = metresBeforeRoad[i] + roads.get(i).metres();
        }
    }

    List<Phase> phases() {
        return phases;
    }

    double seconds() {
        return phases.getLast().endS();
    }

    double metres() {
        return metresBeforeRoad[roads.size()];
    }

    double maxSpeedKmh() {
        return phases.stream().mapToDouble(Phase::fromMs).max().orElse(0) * 3.6;
    }

    MotionState at(double second) {
        if (second >= seconds()) {
            return moment(metres(), 0);
        }
        var phase = phaseAt(second);
        return moment(Math.min(metres(), phase.metres(second)), phase.speedMs(second) * 3.6);
    }

    /** Whether the vehicle stands for two minutes or longer then, which counts as idling and not as a red light. */
    boolean idlesAt(double second) {
        if (second >= seconds()) {
            return true;
        }
        var phase = phaseAt(second);
        return phase.standing() && phase.lengthS() >= Drive.SHORTEST_STOP_S;
    }

    private MotionState moment(double metres, double speedKmh) {
        var road = roadAt(metres);
        var way = roads.get(road);
        var share = Math.min(1, (metres - metresBeforeRoad[road]) / way.metres());
        return new MotionState(
                way.from().towards(way.to(), share), speedKmh, way.from().bearingTo(way.to()), metres);
    }

    private Phase phaseAt(double second) {
        var low = 0;
        for (var high = phases.size() - 1; low < high; ) {
            var middle = (low + high + 1) / 2;
            if (phases.get(middle).startS() <= second) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return phases.get(low);
    }

    private int roadAt(double metres) {
        var road = 0;
        while (road < roads.size() - 1 && metresBeforeRoad[road + 1] <= metres) {
            road++;
        }
        return road;
    }
}
