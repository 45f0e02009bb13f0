package io.fleetline.read.feed;

import io.fleetline.read.live.LiveQuestion;
import io.fleetline.read.live.LiveVehicle;
import io.fleetline.read.live.Move;
import io.fleetline.read.ogc.BoundingBox;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to see and may see.
 *
 * @param question the filters, with the caller's limits already in them
 * @param box null: everywhere
 * @param framesPerSecond the most frames with changes that it wants, above 0
 */
record Subscription(LiveQuestion question, @Nullable BoundingBox box, Set<FeedKind> kinds, double framesPerSecond) {

    /** Whether the client sees this vehicle on its map. */
    boolean shows(@Nullable LiveVehicle vehicle) {
        return vehicle != null
                && vehicle.fix() != null
                && showsVehicles()
                && question.admits(vehicle)
                && isInBox(vehicle.fix().lng(), vehicle.fix().lat());
    }

    /** Whether the client is told about a move. If so, and it no longer shows the vehicle, the vehicle has left. */
    boolean concerns(Move move) {
        var showed = shows(move.before());
        return shows(move.after()) ? kinds.contains(FeedKind.POSITION) || !showed || move.changesStatus() : showed;
    }

    /** @param vehicle as it is now; an event of a vehicle that is not on the map is shown to nobody */
    boolean shows(FeedEvent event, @Nullable LiveVehicle vehicle) {
        if (vehicle == null || !kinds.contains(event.kind()) || !question.admits(vehicle)) {
            return false;
        } else if (event.lng() != null && event.lat() != null) {
            return isInBox(event.lng(), event.lat());
        }
        var fix = vehicle.fix();
        return fix == null ? box == null : isInBox(fix.lng(), fix.lat());
    }

    boolean showsVehicles() {
        return kinds.contains(FeedKind.POSITION) || kinds.contains(FeedKind.STATUS);
    }

    private boolean isInBox(double lng, double lat) {
        return box == null || box.contains(lng, lat);
    }
}
