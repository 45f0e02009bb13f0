package io.fleetline.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an administrator has given, as columns of {@code outbox.endpoints}. */
final class WebhookColumns {
    private static final Set<String> FIELDS =
            Set.of("url", "description", "kinds", "filters", "concurrency", "per_second", "state");
    private static final Map<String, String> FILTERS =
            Map.of("imei", "imeis", "cost_centre", "cost_centres", "severity", "severities");
    private static final int MOST_AT_A_TIME = 32;
    private static final int MOST_A_SECOND = 1_000;

    private WebhookColumns() {}

    /** A new webhook: the URL and the kinds are required. */
    static Map<String, @Nullable Object> ofNew(String body, Sender sender) {
        var columns = ofChange(body, sender);
        for (var required : List.of("url", "kinds")) {
            if (!columns.containsKey(required)) {
                throw WebhookForm.problem(required, "is missing");
            }
        }
        return columns;
    }

    /** Only what is given is changed. */
    static Map<String, @Nullable Object> ofChange(String body, Sender sender) {
        var form = WebhookForm.read(body, FIELDS);
        var columns = new HashMap<String, @Nullable Object>();
        form.ifGiven("url", name -> columns.put(name, form.url(name, sender)));
        form.ifGiven("description", name -> columns.put(name, form.text(name)));
        form.ifGiven("kinds", name -> columns.put(name, form.kinds(name).toArray(String[]::new)));
        form.ifGiven("concurrency", name -> columns.put(name, form.number(name, 1, MOST_AT_A_TIME)));
        form.ifGiven("per_second", name -> columns.put(name, form.number(name, 1, MOST_A_SECOND)));
        form.ifGiven("state", name -> putState(columns, form.text(name)));
        form.ifGiven("filters", name -> putFilters(columns, form.object(name, FILTERS.keySet())));
        return columns;
    }

    private static void putState(Map<String, @Nullable Object> columns, String state) {
        if (!Set.of("active", "paused").contains(state)) {
            throw WebhookForm.problem("state", "must be active or paused");
        }
        columns.put("state", state);
        columns.put("reason", "");
    }

    /** The filters are replaced as a whole. */
    private static void putFilters(Map<String, @Nullable Object> columns, WebhookForm filters) {
        FILTERS.forEach((name, column) -> {
            var texts = filters.has(name) ? filters.texts(name) : null;
            columns.put(column, texts == null ? null : texts.toArray(String[]::new));
        });
    }
}
