package io.fleetline.outbox;

/** What a receiver has done with a message, by the status of its answer. */
enum Reception {
    TAKEN,
    /** Another attempt may succeed. A redirection is never followed, because it may lead anywhere. */
    FAILED,
    /** The receiver, or what stands before it, has too much to do: it gets nothing for a while. */
    OVERLOADED,
    /** The receiver wants nothing more. */
    GONE;

    private static final int GONE_FOR_GOOD = 410;
    private static final int TOO_MANY = 429;

    static Reception of(int status) {
        return switch (status) {
            case GONE_FOR_GOOD -> GONE;
            case TOO_MANY, 502, 503, 504 -> OVERLOADED;
            default -> status >= 200 && status < 300 ? TAKEN : FAILED;
        };
    }
}
