package io.fleetline.store;

import java.time.Instant;

/**
 * How far a poller has got. A cursor only moves forward: an earlier time changes nothing.
 *
 * @param imei empty for a job that asks for a whole account
 * @param upTo everything before this time is stored
 * @param askedAt when it was asked
 */
public record CursorMove(String job, String account, String imei, Instant upTo, Instant askedAt) {}
