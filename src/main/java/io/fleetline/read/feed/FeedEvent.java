package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
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
        String json) {}
