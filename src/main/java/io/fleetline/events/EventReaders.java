package io.fleetline.events;

import io.fleetline.read.Caller;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.Right;
import io.fleetline.read.access.AccessSettings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ForbiddenException;

/**
 * Who may see events: they name patients, and are of no cost centre. A token with a right for them; where readers need tokens, also one that sees all cost
 * centres.
 */
@Singleton
final class EventReaders {
    private final CurrentCaller current;
    private final boolean readersAreKnown;

    EventReaders(CurrentCaller current, AccessSettings access) {
        this.current = current;
        this.readersAreKnown = access.tokenRequired();
    }

    /** @throws ForbiddenException if the caller may not */
    void check() {
        if (!may(current.caller())) {
            throw new ForbiddenException(
                    "this token may not see events: it needs the right 'events', or no limit to cost centres where readers need a token");
        }
    }

    /** Whether the caller may also see what began with our own vehicles: only one who sees all of them. */
    boolean seeTheFleet() {
        return current.caller().costCentres() == null;
    }

    private boolean may(Caller caller) {
        return caller.has(Right.EVENTS)
                || caller.has(Right.DISPATCH)
                || (readersAreKnown && caller.costCentres() == null && !caller.equals(Caller.ANYBODY));
    }
}
