package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import java.util.List;

/** Asks about a few devices and a stretch of time, all pages, and stores the answers. */
interface WindowQuestion {
    /** The vendor's method. */
    String method();

    /** How many devices one call may name. */
    int imeisPerCall();

    /** Whether its facts last, and so may begin in one stretch of time and end in the next. */
    default boolean factsLast() {
        return false;
    }

    /** @param span on whole seconds */
    void ask(String account, List<String> imeis, TimeSpan span);
}
