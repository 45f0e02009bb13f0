package io.fleetline.read.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What a client knows of the vehicles that it is sent, in either format. */
final class ShownVehicles {
    private final LiveSocket socket;
    private final BinaryFrames binary = new BinaryFrames();
    private final Map<String, Map<String, String>> vehicles = new TreeMap<>();

    ShownVehicles(LiveSocket socket, String subscription) {
        this.socket = socket;
        socket.next("hello");
        socket.send("{\"type\":\"subscribe\"," + subscription + "}");
        while (!read().equals("snapshot")) {}
    }

    private String read() {
        var message = socket.nextOfEither(binary);
        message.path("vehicles").forEach(feature -> {
            if (feature.has("geometry")) {
                show(feature);
            }
        });
        message.path("changes").forEach(change -> show(change.path("vehicle")));
        message.path("imeis").forEach(imei -> vehicles.remove(imei.asText()));
        return message.path("type").asText();
    }

    private void show(JsonNode feature) {
        var plain = BinaryFrames.plain(feature);
        vehicles.put(plain.get("imei"), plain);
    }

    /** The vehicles, once so many have the name that they get at the end of the round. */
    Map<String, Map<String, String>> afterRound(int round, int count) {
        var name = "Round " + round;
        while (vehicles.values().stream()
                        .filter(vehicle -> vehicle.get("vehicle_name").equals(name))
                        .count()
                < count) {
            read();
        }
        return vehicles;
    }
}
