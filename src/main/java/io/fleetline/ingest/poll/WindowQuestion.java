package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import java.util.List;

/** Asks about some devices and a period, all pages, and stores the answers. */
interface WindowQuestion {
    /** The vendor's method. */
    String method();

    /** The most devices in one call. */
    int imeisPerCall();

    /** Whether its facts have a duration, and so may begin in one period and end in the next. */
    default boolean factsLast() {
        return false;
    }

    /** @param span on whole seconds */
    void ask(String account, List<String> imeis, TimeSpan span);
}
