package io.fleetline.read.access;

import io.fleetline.read.Caller;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a request was let in: what a connection that lasts must go by.
 *
 * @param countedAs the name under which the caller is counted
 * @param address the name under which its address is counted
 * @param token of our own; null: a JWT, or none
 * @param until when the token expires
 */
public record Admission(
        Caller caller,
        String countedAs,
        String address,
        @Nullable TokenHash token,
        Instant until) {
    private static final String KEY = Admission.class.getName();

    static Admission ofAnybody(String address) {
        return new Admission(Caller.ANYBODY, address, address, null, Instant.MAX);
    }

    public static Admission of(RoutingContext request) {
        Admission admission = request.get(KEY);
        if (admission == null) {
            throw new IllegalStateException("a request bypassed the access gate");
        }
        return admission;
    }

    void keep(RoutingContext request) {
        request.put(KEY, this);
    }

    Admission from(String otherAddress) {
        return new Admission(caller, countedAs, otherAddress, token, until);
    }
}
