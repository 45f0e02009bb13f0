package io.fleetline.read.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.read.feed.VehicleRecord.NamesEntry;
import io.fleetline.read.live.LiveVehicle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The records of binary frames: each state of a vehicle is encoded once for all clients, when the first of them needs it. */
final class VehicleRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the record itself holds, or what follows from it. */
    private static final List<String> IN_THE_RECORD =
            List.of("acc_status", "speed", "direction", "gps_time", "age_s", "odometer_km", "status");

    private static final int NEVER_RENAMED = 0;

    private final Map<String, VehicleRecord> byImei = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger renamings = new AtomicInteger();

    /** @param vehicle with a fix */
    VehicleRecord of(LiveVehicle vehicle) {
        var known = byImei.get(vehicle.imei());
        return known != null && known.source() == vehicle
                ? known
                : byImei.compute(vehicle.imei(), (_, before) -> VehicleRecord.of(vehicle, names(vehicle, before)));
    }

    private NamesEntry names(LiveVehicle vehicle, @Nullable VehicleRecord before) {
        return before != null && before.source().isOfSameRegister(vehicle)
                ? before.names()
                : read(vehicle, before == null ? null : before.names());
    }

    private NamesEntry read(LiveVehicle vehicle, @Nullable NamesEntry before) {
        int number = before == null ? numbers.getAndIncrement() : before.number();
        var entry = JSON.createObjectNode().put("vehicle", number);
        entry.setAll(properties(vehicle));
        return names(number, entry.remove(IN_THE_RECORD).toString(), before);
    }

    private NamesEntry names(int number, String json, @Nullable NamesEntry before) {
        if (before == null) {
            return new NamesEntry(number, NEVER_RENAMED, json);
        }
        return before.json().equals(json) ? before : new NamesEntry(number, renamings.incrementAndGet(), json);
    }

    private static ObjectNode properties(LiveVehicle vehicle) {
        try {
            return (ObjectNode) JSON.readTree(vehicle.feature()).path("properties");
        } catch (IOException e) {
            throw new UncheckedIOException("the feature of the vehicle " + vehicle.imei() + " is not JSON", e);
        }
    }
}
