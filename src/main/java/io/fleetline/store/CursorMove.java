package io.fleetline.store;

import java.time.Instant;

/**
 * How far a poller has got. A cursor only moves forward: an earlier time changes nothing.
 *
 * @param account under which the device was asked about
 * @param upTo everything before this time is stored
 * @param askedAt when it was asked
 */
public record CursorMove(String job, String account, String imei, Instant upTo, Instant askedAt) {}
