package io.fleetline.read.access;

import io.fleetline.outbox.Administrator;
import io.fleetline.read.Caller;
import io.vertx.ext.web.RoutingContext;

/** The paths of administrators: they need a token even where readers need none, and one that may see all cost centres. */
final class AdminOnly {
    private static final String WEBHOOKS = "/webhooks";

    private AdminOnly() {}

    static boolean guards(String normalizedPath) {
        return normalizedPath.startsWith(WEBHOOKS);
    }

    /** False: the caller is none. Otherwise the rest of the request knows who it is. */
    static boolean letIn(RoutingContext request, Caller caller) {
        if (caller.costCentres() != null) {
            return false;
        }
        new Administrator("token " + caller.name()).enter(request);
        return true;
    }
}
