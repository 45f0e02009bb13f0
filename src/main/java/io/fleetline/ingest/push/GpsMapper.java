package io.fleetline.ingest.push;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.Units;
import io.fleetline.wire.UnusableException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushgps}: live fixes, and fixes that a device uploads after a gap ({@code gpsMode} 1). */
record GpsMapper(Plausibility plausibility) implements PushMapper<Fix> {

    @Override
    public void map(Item item, Consumer<Fix> fixes) {
        var imei = item.imei("deviceImei", "imei");
        var time = item.requiredInstant("gpsTime");
        var position = item.position("lat", "lng");
        if (position == null) {
            throw new UnusableException("no position");
        }
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(item);
        fixes.accept(new Fix(
                imei,
                time,
                position.lat(),
                position.lng(),
                side.number(Quantity.SPEED_KMH, "gpsSpeed", "speed"),
                side.number(Quantity.DIRECTION_DEG, "direction"),
                side.flag("acc", "accStatus"),
                side.integer(Quantity.SATELLITES, "satelliteNum", "gpsNum"),
                side.number(Quantity.ALTITUDE_M, "altitude"),
                odometerKm(side),
                side.positionType("postType", "posType", "positionType"),
                FactSource.PUSH,
                signOfLife(side),
                item.jsonUnlessAllIsRead(side)));
    }

    private static @Nullable Double odometerKm(SideFields side) {
        var metres = side.number(Quantity.DISTANCE_M, "distance");
        return metres == null ? null : Units.kilometresFromMetres(metres);
    }

    /** When the gateway heard from it; an unreadable or implausible time must not cost the fix. */
    private @Nullable Instant signOfLife(SideFields side) {
        var time = side.instant("gateTime");
        return time != null && plausibility.reasonAgainst(time) == null ? time : null;
    }
}
