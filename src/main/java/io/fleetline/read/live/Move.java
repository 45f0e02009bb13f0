package io.fleetline.read.live;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a change has made of a vehicle.
 *
 * @param before null: it was not on the map
 * @param after null: it is no longer on the map
 */
public record Move(
        String imei, @Nullable LiveVehicle before, @Nullable LiveVehicle after) {

    public boolean changesStatus() {
        return before == null || after == null || !Objects.equals(before.status(), after.status());
    }
}
