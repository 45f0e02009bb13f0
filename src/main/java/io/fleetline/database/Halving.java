package io.fleetline.database;

import java.util.List;
import java.util.function.Predicate;

/**
 * Does something with all of a list at once. Where one of them is to blame for a failure, each half is tried on its own, until the culprit
 * stands alone: the others are served, and a list without a culprit costs one attempt.
 */
public final class Halving {

    private Halving() {}

    /** What is tried with some of them. */
    @FunctionalInterface
    public interface Attempt<T, E extends Exception> {
        void with(List<T> some) throws E;
    }

    /** What becomes of one that fails alone. */
    @FunctionalInterface
    public interface Culprit<T> {
        void found(T one, Exception reason);
    }

    /**
     * @param isAboutOne whether one of them may be to blame for a failure; any other failure is thrown at once
     * @throws E the failure that none of them is to blame for; those before it have been served
     */
    public static <T, E extends Exception> void attempt(
            List<T> all, Attempt<T, E> attempt, Predicate<Exception> isAboutOne, Culprit<T> culprit) throws E {
        try {
            attempt.with(all);
        } catch (Exception e) {
            if (!isAboutOne.test(e)) {
                throw e;
            }
            if (all.size() == 1) {
                culprit.found(all.getFirst(), e);
                return;
            }
            for (var half : halves(all)) {
                attempt(half, attempt, isAboutOne, culprit);
            }
        }
    }

    /** Two parts that differ by one element at most. There must be two elements or more. */
    public static <T> List<List<T>> halves(List<T> all) {
        var middle = all.size() / 2;
        return List.of(all.subList(0, middle), all.subList(middle, all.size()));
    }
}
