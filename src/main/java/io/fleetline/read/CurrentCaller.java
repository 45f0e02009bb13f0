package io.fleetline.read;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** Who asks in the request under way: as the access gate, which every request passes first, has found out. */
@RequestScoped
public class CurrentCaller {
    private static final String KEY = CurrentCaller.class.getName();

    private final CurrentVertxRequest request;

    CurrentCaller(CurrentVertxRequest request) {
        this.request = request;
    }

    public Caller caller() {
        return of(request.getCurrent());
    }

    /** The same, for a handler of a route of its own. */
    public static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("a request came in beside the access gate");
        }
        return caller;
    }

    /** From now on in this request. */
    public static void set(RoutingContext request, Caller caller) {
        request.put(KEY, caller);
    }
}
