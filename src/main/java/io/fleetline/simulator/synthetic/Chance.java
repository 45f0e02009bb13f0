package io.fleetline.simulator.synthetic;

import java.util.SplittableRandom;

/** Chance that repeats itself: the same numbers give the same throws, whenever and in whatever order they are asked for. */
final class Chance {
    private final SplittableRandom random;

    private Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    static Chance of(long... numbers) {
        return new Chance(mix(numbers));
    }

    /** One number out of many, well spread. */
    static long mix(long... numbers) {
        var mixed = 0x9E3779B97F4A7C15L;
        for (var number : numbers) {
            mixed = (mixed ^ number) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL;
            mixed ^= mixed >>> 32;
        }
        return mixed;
    }

    /** From 0 to below 1. */
    double share() {
        return random.nextDouble();
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    long anyLong() {
        return random.nextLong();
    }
}
