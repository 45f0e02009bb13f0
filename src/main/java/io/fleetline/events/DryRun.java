package io.fleetline.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.events.rules.Rule;
import io.fleetline.events.rules.RuleFailedException;
import java.util.UUID;

/** What a rule would have derived from events of the past. Nothing is stored. */
final class DryRun {
    /** Events with what would follow from them; of more only the number is told. */
    static final int SHOWN = 100;

    private final Rule rule;
    private final ObjectNode report;
    private int evaluated;
    private int matched;
    private int failed;

    DryRun(Rule rule) {
        this.rule = rule;
        this.report = JsonNodeFactory.instance
                .objectNode()
                .put("rule", rule.id())
                .put("version", rule.version())
                .put("service", rule.service());
        report.putArray("events");
    }

    /** @param event its normalised payload */
    void tryOn(UUID id, JsonNode event) {
        evaluated++;
        try {
            var derived = rule.apply(event);
            if (!derived.isEmpty() && matched++ < SHOWN) {
                var shown = report.withArray("events").addObject();
                shown.put("id", id.toString());
                var list = shown.putArray("would_derive");
                derived.forEach(one -> list.addObject()
                        .put("service", one.service())
                        .put("deduplication_key", one.key())
                        .set("payload", one.payload()));
            }
        } catch (RuleFailedException _) {
            failed++;
        }
    }

    ObjectNode report() {
        return report.put("evaluated", evaluated).put("matched", matched).put("failed", failed);
    }
}
