package io.fleetline.outbox.receiver;

/** A webhook must not be sent to this address. The message says why, in words for the one who has set it. */
public final class BadTarget extends Exception {
    private static final long serialVersionUID = 1;

    BadTarget(String reason) {
        super(reason);
    }

    /** In words. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
