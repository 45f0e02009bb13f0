package io.fleetline.store.table;

import java.time.Instant;

/**
 * The reason why polled rows change.
 *
 * @param question the question whose answer changes them
 * @param at the time at which the answer is stored
 */
public record PolledChange(String question, Instant at) {}
