package io.fleetline.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** What a single stall does not move. */
final class Median {
    private Median() {}

    /** The one in the middle by that figure; of an even number the upper one. */
    static <T> T of(Collection<T> all, ToDoubleFunction<T> figure) {
        return all.stream()
                .sorted(Comparator.comparingDouble(figure))
                .skip(all.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    static double of(Collection<Double> figures) {
        return of(figures, Double::doubleValue);
    }
}
