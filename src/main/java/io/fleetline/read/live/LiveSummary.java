package io.fleetline.read.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Totals per status and per cost centre, in the shape of {@code reporting.fn_live_positions}. */
final class LiveSummary {
    private static final JsonFactory JSON = new JsonFactory();

    private final LiveCount fleet = new LiveCount();
    private final TreeMap<Long, CostCentre> costCentres = new TreeMap<>();

    void add(LiveVehicle vehicle) {
        fleet.add(vehicle.status());
        costCentres
                .computeIfAbsent(
                        vehicle.costCentreRank(), first -> new CostCentre(vehicle.costCentre(), new LiveCount()))
                .count()
                .add(vehicle.status());
    }

    /** The summary as UTF-8. */
    byte[] json(String asOf) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("as_of", asOf);
            fleet.write(json);
            json.writeArrayFieldStart("by_cost_centre");
            for (var costCentre : costCentres.values()) {
                costCentre.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private record CostCentre(@Nullable String name, LiveCount count) {
        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("cost_centre", name);
            count.write(json);
            json.writeEndObject();
        }
    }
}
