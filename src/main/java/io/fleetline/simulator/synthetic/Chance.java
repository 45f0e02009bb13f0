package io.fleetline.simulator.synthetic;

import java.util.SplittableRandom;

/** Repeatable pseudo-random numbers: the same inputs give the same numbers, at any time and in any order. */
final class Chance {
    private final SplittableRandom random;

    private Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    static Chance of(long... numbers) {
        return new Chance(mix(numbers));
    }

    /** Mixes many numbers into one, evenly distributed. */
    static long mix(long... numbers) {
        var mixed = 0x9E3779B97F4A7C15L;
        for (var number : numbers) {
            mixed = (mixed ^ number) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL;
            mixed ^= mixed >>> 32;
        }
        return mixed;
    }

    /** A number from 0 to below 1. */
    double share() {
        return random.nextDouble();
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** A number between the two, both inclusive. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    long anyLong() {
        return random.nextLong();
    }
}
