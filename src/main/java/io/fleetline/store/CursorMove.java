package io.fleetline.store;

import java.time.Instant;

/**
 * A new position of a poller. A cursor only moves forward: an earlier time changes nothing.
 *
 * @param account the account used for the request
 * @param upTo everything before this time is stored
 * @param askedAt the time of the request
 */
public record CursorMove(String job, String account, String imei, Instant upTo, Instant askedAt) {}
