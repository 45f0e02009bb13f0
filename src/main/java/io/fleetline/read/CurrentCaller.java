package io.fleetline.read;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** The caller of the current request, as determined by the access gate, which every request passes first. */
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

    /** The same, for a handler of a plain route. */
    public static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("a request bypassed the access gate");
        }
        return caller;
    }

    /** Sets the caller for the rest of this request. */
    public static void set(RoutingContext request, Caller caller) {
        request.put(KEY, caller);
    }
}
