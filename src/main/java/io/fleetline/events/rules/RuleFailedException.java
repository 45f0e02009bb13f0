package io.fleetline.events.rules;

/** A rule cannot be applied to an event. Other rules can. */
public final class RuleFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleFailedException(String message) {
        // May occur thousands of times: no stack trace.
        super(message, null, false, false);
    }

    /** What is in its way. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
