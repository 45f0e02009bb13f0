package io.fleetline.read.access;

import io.fleetline.outbox.Administrator;
import io.fleetline.read.Caller;
import io.fleetline.read.Right;
import io.vertx.ext.web.RoutingContext;

/** The paths of administrators: they need a token with the right {@link Right#ADMIN}. */
final class AdminOnly {
    static final String WEBHOOKS = "webhooks";

    private AdminOnly() {}

    /** False: the caller is none. Otherwise the rest of the request knows who it is. */
    static boolean letIn(RoutingContext request, Caller caller) {
        if (!caller.has(Right.ADMIN)) {
            return false;
        }
        new Administrator("token " + caller.name()).enter(request);
        return true;
    }
}
