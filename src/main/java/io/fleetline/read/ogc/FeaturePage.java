package io.fleetline.read.ogc;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A page of features of a collection.
 *
 * @param features their JSON texts, separated by commas
 * @param count the number of features
 * @param last the id of the last one; null if there is none
 * @param more whether more features follow
 * @param matched the number on all pages, or null if unknown
 */
record FeaturePage(
        StringBuilder features,
        int count,
        @Nullable String last,
        boolean more,
        @Nullable Long matched) {
    /** A page ends early at about this many characters, because it is held in memory until it is sent. */
    private static final int LONG_ENOUGH = 8 << 20;

    /**
     * Reads a page, with at least one feature if there is any.
     *
     * @param rows the rows that may be on the page, and one more if others follow
     */
    static FeaturePage of(Iterator<Row> rows, int limit) {
        var features = new StringBuilder();
        int count = 0;
        String last = null;
        while (count < limit && features.length() < LONG_ENOUGH && rows.hasNext()) {
            var row = rows.next();
            features.append(count == 0 ? "" : ",\n").append(row.feature());
            last = row.id();
            count++;
        }
        return new FeaturePage(features, count, last, rows.hasNext(), null);
    }

    FeaturePage withMatched(@Nullable Long all) {
        return new FeaturePage(features, count, last, more, all);
    }

    /** A feature with its JSON text. */
    record Row(String id, String feature) {}
}
