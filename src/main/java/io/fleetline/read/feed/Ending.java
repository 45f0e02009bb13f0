package io.fleetline.read.feed;

/** Why the service ends a connection. */
enum Ending {
    STOPPING(1001, "the service is stopping: connect again"),
    ACCESS_ENDED(1008, "the token has expired, was revoked, or has other cost centres now"),
    TOO_MANY(1013, "there are too many live connections of this token or address"),
    IDLE(1008, "nothing was heard of the client for too long"),
    LOG_IS_OFF(1013, "the change log is off"),
    FAILED(1011, "internal error; details are in the log");

    private final int code;
    private final String words;

    Ending(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** Of RFC 6455. */
    short code() {
        return (short) code;
    }

    String words() {
        return words;
    }
}
