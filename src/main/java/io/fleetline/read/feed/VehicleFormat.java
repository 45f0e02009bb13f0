package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.List;

/** How a connection is sent vehicles. */
sealed interface VehicleFormat permits JsonVehicles, BinaryVehicles {

    /** @param changesStatus whether its status has changed since the client was last told of it */
    record Changed(LiveVehicle vehicle, boolean changesStatus) {}

    /** What a vehicle adds to a frame, in bytes. */
    int size(LiveVehicle vehicle);

    /**
     * A page of a snapshot.
     *
     * @param page from 1; the first page replaces all vehicles that the client knows
     */
    List<FeedFrame> snapshot(LogPosition cursor, int page, boolean isLast, List<LiveVehicle> vehicles, Instant now);

    /**
     * Vehicles and events; empty without both.
     *
     * @param before where a client goes on that has got the vehicles only
     * @param after where a client goes on that has got the events, too
     * @param events JSON objects
     */
    List<FeedFrame> changes(
            LogPosition before, LogPosition after, List<Changed> vehicles, List<String> events, Instant now);
}
