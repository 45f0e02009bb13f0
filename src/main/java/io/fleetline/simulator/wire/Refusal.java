package io.fleetline.simulator.wire;

/** A call that the cloud answers with an error code. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    Refusal(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    static Refusal parameter(String message) {
        return new Refusal(1001, message);
    }

    static Refusal illegal(String message) {
        return new Refusal(1002, message);
    }

    static Refusal token(String message) {
        return new Refusal(1004, message);
    }

    static Refusal tooFrequent() {
        return new Refusal(1006, "The frequency of requests is too high, please try again later");
    }
}
