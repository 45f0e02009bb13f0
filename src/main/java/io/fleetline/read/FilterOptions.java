package io.fleetline.read;

import jakarta.inject.Singleton;
import java.util.Map;

/** What there is to choose from in each filter. */
@Singleton
public final class FilterOptions {
    private final Answers answers;
    private final CurrentCaller caller;

    FilterOptions(Answers answers, CurrentCaller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    /** One array of rows for each filter, of the vehicles that the caller may see. */
    public String json() {
        return answers.json(
                "SELECT reporting.fn_filter_options(:cost_centre::text[])::text",
                Filters.parameters(Map.of(), caller.caller()));
    }
}
