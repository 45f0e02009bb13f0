package io.fleetline.simulator.synthetic;

/** A part of a vehicle's day, from {@link #start} to just before {@link #end}, epoch seconds. */
sealed interface Segment permits Drive, Parked {
    long start();

    long end();
}
