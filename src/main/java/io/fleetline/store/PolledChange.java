package io.fleetline.store;

import java.time.Instant;

/**
 * Why polled rows change.
 *
 * @param question whose answer says so
 * @param at when the answer is stored
 */
record PolledChange(String question, Instant at) {}
