package io.fleetline.wire;

import org.jspecify.annotations.Nullable;

/** An item cannot become a fact; the message is the reason, short and countable. */
public final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableException(String reason) {
        // One reply may cause thousands, and each is an expected outcome: no stack trace.
        super(reason, null, false, false);
    }

    /** Throws if there is a reason. */
    public static void when(@Nullable String reason) {
        if (reason != null) {
            throw new UnusableException(reason);
        }
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
