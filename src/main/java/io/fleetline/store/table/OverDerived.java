package io.fleetline.store.table;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens when the vendor reports a trip or a stop whose key a derived row has: the vendor's row replaces it entirely, its source included. In a
 * statement {@code INSERT INTO … AS t … ON CONFLICT DO UPDATE}.
 */
final class OverDerived {
    static final String IS_DERIVED = "t.source = 'derived'";

    private OverDerived() {}

    /** @param otherwise the new value of a column whose row the vendor has reported before */
    static String replaced(String column, String otherwise) {
        return "CASE WHEN %s THEN excluded.%s ELSE %s END".formatted(IS_DERIVED, column, otherwise);
    }

    /** The same for all columns, and for the source, which otherwise stays. */
    static Map<String, String> replaced(Map<String, String> otherwise) {
        var values = new LinkedHashMap<String, String>();
        otherwise.forEach((column, value) -> values.put(column, replaced(column, value)));
        values.put("source", replaced("source", "t.source"));
        return values;
    }
}
