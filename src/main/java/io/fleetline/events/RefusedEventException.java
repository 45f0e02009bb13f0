package io.fleetline.events;

/** The request is not accepted, and nothing of it is stored. */
final class RefusedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param detail what is wrong, for the sender */
    RefusedEventException(int status, String detail) {
        // May occur thousands of times: no stack trace.
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** What is wrong. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
