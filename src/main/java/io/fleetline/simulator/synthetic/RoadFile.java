package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.synthetic.RoadNetwork.Junction;
import io.fleetline.simulator.synthetic.RoadNetwork.Road;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a city's roads from a text file: lines {@code junction NAME LAT LNG}, then {@code street|avenue|highway NAME NAME …}. */
final class RoadFile {
    private final List<Junction> junctions = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String[]> chains = new ArrayList<>();

    private RoadFile() {}

    static RoadNetwork read(String resource) {
        try (var stream = RoadFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no such resource: " + resource);
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static RoadNetwork parse(String text) {
        var file = new RoadFile();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .forEach(file::line);
        return new RoadNetwork(file.junctions, file.roads());
    }

    private void line(String[] words) {
        if (words[0].equals("junction")) {
            numbers.put(words[1], junctions.size());
            junctions.add(
                    new Junction(words[1], new Place(Double.parseDouble(words[2]), Double.parseDouble(words[3]))));
        } else {
            chains.add(words);
        }
    }

    private Road[][] roads() {
        var roads = new Road[junctions.size()][junctions.size()];
        for (var chain : chains) {
            var kind = RoadClass.valueOf(chain[0].toUpperCase(Locale.ROOT));
            for (var i = 2; i < chain.length; i++) {
                connect(roads, number(chain[i - 1]), number(chain[i]), kind);
            }
        }
        return roads;
    }

    private void connect(Road[][] roads, int one, int other, RoadClass kind) {
        var from = junctions.get(one).place();
        var to = junctions.get(other).place();
        roads[one][other] = new Road(from, to, from.metresTo(to), kind);
        roads[other][one] = new Road(to, from, from.metresTo(to), kind);
    }

    private int number(String name) {
        var number = numbers.get(name);
        if (number == null) {
            throw new IllegalStateException("no such junction: " + name);
        }
        return number;
    }
}
