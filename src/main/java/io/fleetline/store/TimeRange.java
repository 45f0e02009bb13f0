package io.fleetline.store;

/**
 * Times of facts.
 *
 * @param fromMicros microseconds since 1970, inclusive
 * @param toMicros exclusive
 */
record TimeRange(long fromMicros, long toMicros) {
    boolean contains(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }
}
