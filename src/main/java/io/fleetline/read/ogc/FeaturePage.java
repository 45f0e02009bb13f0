package io.fleetline.read.ogc;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Some features of a collection.
 *
 * @param features their JSON texts, with commas between
 * @param count how many they are
 * @param last the id of the last one; null when there is none
 * @param more whether others follow
 * @param matched how many there are on all pages; null: not known
 */
record FeaturePage(
        StringBuilder features,
        int count,
        @Nullable String last,
        boolean more,
        @Nullable Long matched) {
    /** A page ends early rather than grow beyond about so many characters, because it is kept in memory until it is sent. */
    private static final int LONG_ENOUGH = 8 << 20;

    /**
     * Reads a page; at least one feature when there is any.
     *
     * @param rows those that may be on the page, and one more when others follow
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
