package io.fleetline.events;

import io.fleetline.events.rules.Catalogue;
import io.fleetline.events.rules.Rule;
import io.fleetline.events.rules.RuleFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Applies rules to events. A pure function of the event and the rules. */
final class Derivation {
    /** Rules may feed rules, also in a circle. */
    static final int DEEPEST = 8;

    private final Catalogue catalogue;
    private final BiConsumer<Rule, String> failed;

    /** @param failed gets each rule that could not be applied, with the reason; the others are applied all the same */
    Derivation(Catalogue catalogue, BiConsumer<Rule, String> failed) {
        this.catalogue = catalogue;
        this.failed = failed;
    }

    /** What follows directly from an event. */
    List<CityEvent> of(CityEvent event) {
        var derived = new ArrayList<CityEvent>();
        for (var rule : catalogue.rulesOf(event.service())) {
            try {
                derived.addAll(of(event, rule));
            } catch (RuleFailedException e) {
                failed.accept(rule, e.words());
            }
        }
        return derived;
    }

    private List<CityEvent> of(CityEvent event, Rule rule) {
        var consequences = rule.apply(event.normalized());
        if (!consequences.isEmpty() && event.depth() >= DEEPEST) {
            failed.accept(rule, "derived from derived events %d times in a row, which is the most".formatted(DEEPEST));
            return List.of();
        }
        var derived = new ArrayList<CityEvent>(consequences.size());
        for (var number = 0; number < consequences.size(); number++) {
            var one = consequences.get(number);
            derived.add(event.derive(
                    EventIds.derived(event.id(), rule.id(), rule.version(), number),
                    one.service(),
                    one.payload(),
                    one.key(),
                    new CityEvent.Cause(event.id(), rule.id(), rule.version(), rule.explanation(event.normalized()))));
        }
        return derived;
    }
}
