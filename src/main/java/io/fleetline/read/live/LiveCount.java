package io.fleetline.read.live;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The number of vehicles per status. */
final class LiveCount {
    private int moving;
    private int idle;
    private int parked;
    private int offline;
    private int withoutPosition;

    void add(@Nullable String status) {
        switch (status) {
            case null -> withoutPosition++;
            case "moving" -> moving++;
            case "idle" -> idle++;
            case "parked" -> parked++;
            case "offline" -> offline++;
            default -> throw new IllegalStateException("unknown status " + status);
        }
    }

    /** Writes the fields into the current JSON object. */
    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("total", moving + idle + parked + offline);
        json.writeNumberField("moving", moving);
        json.writeNumberField("idle", idle);
        json.writeNumberField("parked", parked);
        json.writeNumberField("offline", offline);
        json.writeNumberField("without_position", withoutPosition);
    }
}
