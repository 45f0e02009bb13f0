package io.fleetline.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Repeats a short load until its figure stands still: a JVM that still compiles measures itself, not the machine. */
final class WarmUp {
    private static final double STILL = 0.05;
    private static final int ROUNDS_ALIKE = 3;
    private static final int MOST_ROUNDS = 12;

    private WarmUp() {}

    /** Until three rounds in a row lie within 5 %, or twelve rounds are over, which is said. */
    static void untilStill(String name, Turns.Round<Double> figure) throws Exception {
        List<Double> rounds = new ArrayList<>();
        while (!isStill(rounds) && rounds.size() < MOST_ROUNDS) {
            rounds.add(figure.measure());
        }
        System.err.printf(
                Locale.ROOT,
                "warm-up of %s: %d rounds, %,.4g to %,.4g%s%n",
                name,
                rounds.size(),
                rounds.getFirst(),
                rounds.getLast(),
                isStill(rounds) ? "" : ", not still yet: the machine is not quiet");
    }

    private static boolean isStill(List<Double> rounds) {
        if (rounds.size() < ROUNDS_ALIKE) {
            return false;
        }
        var last = rounds.subList(rounds.size() - ROUNDS_ALIKE, rounds.size());
        return Collections.min(last) >= Collections.max(last) * (1 - STILL);
    }
}
