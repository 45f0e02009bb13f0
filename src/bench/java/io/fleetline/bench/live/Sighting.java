package io.fleetline.bench.live;

/**
 * A vehicle's state in a frame with changes.
 *
 * @param epochSecond of the fix
 * @param atMicros when the frame had been read, since 1970
 */
public record Sighting(long imei, long epochSecond, long atMicros) {}
