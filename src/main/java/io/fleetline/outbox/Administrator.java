package io.fleetline.outbox;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotAuthorizedException;

/**
 * Who changes subscriptions. The access gate says so before the request gets here.
 *
 * @param name for the audit log
 */
public record Administrator(String name) {
    private static final String KEY = Administrator.class.getName();

    /** For the rest of this request. */
    public void enter(RoutingContext request) {
        request.put(KEY, this);
    }

    /** @throws NotAuthorizedException if the gate has let in no administrator */
    static Administrator of(RoutingContext request) {
        Administrator known = request.get(KEY);
        if (known == null) {
            throw new NotAuthorizedException("an administrator's bearer token is needed", "Bearer realm=\"fleetline\"");
        }
        return known;
    }
}
