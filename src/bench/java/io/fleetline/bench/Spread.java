package io.fleetline.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A figure measured several times: the median is quoted, and the range says how quiet the machine was. */
record Spread(double least, double median, double most) {
    /** @param figures at least one */
    static Spread of(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return new Spread(sorted.getFirst(), Median.of(sorted), sorted.getLast());
    }

    String inWords() {
        return String.format(Locale.ROOT, "%,.4g (%,.4g to %,.4g)", median, least, most);
    }

    String json() {
        return String.format(Locale.ROOT, "[%.4g,%.4g]", least, most);
    }
}
