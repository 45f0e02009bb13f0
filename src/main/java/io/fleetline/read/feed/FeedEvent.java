package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a vehicle: a trip, an alarm.
 *
 * @param position of the change that it comes from; several events may come from one change
 * @param lng where it happened, in degrees; null if unknown
 * @param lat where it happened, in degrees; null if unknown
 * @param json an object on one line, as clients get it
 */
record FeedEvent(
        LogPosition position,
        FeedKind kind,
        String imei,
        @Nullable Double lng,
        @Nullable Double lat,
        String json) {

    /** The events of each change in a list of their own. */
    static List<List<FeedEvent>> byChange(List<FeedEvent> events) {
        var byChange = new ArrayList<List<FeedEvent>>();
        for (var event : events) {
            if (byChange.isEmpty() || !byChange.getLast().getLast().position().equals(event.position())) {
                byChange.add(new ArrayList<>());
            }
            byChange.getLast().add(event);
        }
        return byChange;
    }
}
