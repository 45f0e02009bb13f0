package io.fleetline.simulator.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Junctions and roads, with the fastest route between any two junctions computed in advance. */
final class RoadNetwork {
    private static final double TYPICAL_MOOD = 0.5;

    private final List<Junction> junctions;
    private final Road[][] roads;
    private final int[][] nextJunction;
    private final double[][] seconds;
    private final double[][] metres;

    record Junction(String name, Place place) {}

    record Road(Place from, Place to, double metres, RoadClass kind) {}

    RoadNetwork(List<Junction> junctions, Road[][] roads) {
        this.junctions = List.copyOf(junctions);
        this.roads = roads;
        var size = junctions.size();
        nextJunction = new int[size][size];
        seconds = new double[size][size];
        metres = new double[size][size];
        startFromRoads();
        shortenThroughEveryJunction();
    }

    int size() {
        return junctions.size();
    }

    Place place(int junction) {
        return junctions.get(junction).place();
    }

    String name(int junction) {
        return junctions.get(junction).name();
    }

    Road road(int from, int to) {
        return roads[from][to];
    }

    /** How long the fastest route takes without traffic, seconds; infinite if there is none. */
    double seconds(int from, int to) {
        return seconds[from][to];
    }

    /** The junctions of the fastest route through all the given ones in order, the first included, none twice in a row. */
    int[] route(int... via) {
        var route = new ArrayList<Integer>();
        route.add(via[0]);
        for (var leg = 1; leg < via.length; leg++) {
            for (var at = via[leg - 1]; at != via[leg]; ) {
                at = nextJunction[at][via[leg]];
                route.add(at);
            }
        }
        return route.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The length of the fastest route, metres. */
    double metres(int from, int to) {
        return metres[from][to];
    }

    private void startFromRoads() {
        for (var from = 0; from < size(); from++) {
            Arrays.fill(seconds[from], Double.POSITIVE_INFINITY);
            seconds[from][from] = 0;
            for (var to = 0; to < size(); to++) {
                nextJunction[from][to] = to;
                if (roads[from][to] != null) {
                    seconds[from][to] = typicalSeconds(roads[from][to]);
                    metres[from][to] = roads[from][to].metres();
                }
            }
        }
    }

    private void shortenThroughEveryJunction() {
        for (var via = 0; via < size(); via++) {
            for (var from = 0; from < size(); from++) {
                for (var to = 0; to < size(); to++) {
                    shorten(from, via, to);
                }
            }
        }
    }

    private void shorten(int from, int via, int to) {
        var detour = seconds[from][via] + seconds[via][to];
        if (detour < seconds[from][to]) {
            seconds[from][to] = detour;
            metres[from][to] = metres[from][via] + metres[via][to];
            nextJunction[from][to] = nextJunction[from][via];
        }
    }

    private static double typicalSeconds(Road road) {
        return road.metres() / (road.kind().cruiseKmh(TYPICAL_MOOD) / 3.6);
    }
}
