package io.fleetline.store.table;

import java.time.Instant;

/**
 * Why polled rows change.
 *
 * @param question whose answer says so
 * @param at when the answer is stored
 */
public record PolledChange(String question, Instant at) {}
