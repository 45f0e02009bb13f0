package io.fleetline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A subject and its reference, measured alternately: a machine that becomes slower slows both, and the ratio of each pair stays valid.
 *
 * @param subjects the subject's rounds
 * @param anchors the reference's rounds, the same number
 */
record Turns<S, A>(List<S> subjects, List<A> anchors) {
    /** One measurement. */
    interface Round<T> {
        T measure() throws Exception;
    }

    static <S, A> Turns<S, A> measure(int rounds, Round<S> subject, Round<A> anchor) throws Exception {
        var subjects = new ArrayList<S>();
        var anchors = new ArrayList<A>();
        for (int round = 0; round < rounds; round++) {
            subjects.add(subject.measure());
            anchors.add(anchor.measure());
        }
        return new Turns<>(subjects, anchors);
    }

    /** The subject's figure divided by the reference's, pair by pair. */
    Spread ratio(ToDoubleFunction<S> subject, ToDoubleFunction<A> anchor) {
        return Spread.of(IntStream.range(0, subjects.size())
                .mapToObj(
                        round -> subject.applyAsDouble(subjects.get(round)) / anchor.applyAsDouble(anchors.get(round)))
                .toList());
    }

    S subject(ToDoubleFunction<S> figure) {
        return Median.of(subjects, figure);
    }

    A anchor(ToDoubleFunction<A> figure) {
        return Median.of(anchors, figure);
    }
}
