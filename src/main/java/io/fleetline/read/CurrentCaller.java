package io.fleetline.read;

import jakarta.enterprise.context.RequestScoped;

/** Who asks in the request under way. */
@RequestScoped
public class CurrentCaller {
    private Caller caller = Caller.ANYBODY;

    public Caller caller() {
        return caller;
    }

    /** From now on in this request. */
    public void is(Caller known) {
        caller = known;
    }
}
