package io.fleetline.ingest.push;

/**
 * The answer to the sender.
 *
 * @param status the HTTP status
 * @param body JSON text
 * @param retryAfterS seconds after which to retry; 0: no such header
 */
public record Reply(int status, String body, int retryAfterS) {
    static final Reply WRONG_TOKEN = refusal(401, "wrong or missing token", 0);
    static final Reply TRY_AGAIN = refusal(503, "not now", 1);
    static final Reply WRONG_METHOD = refusal(405, "only GET and POST", 0);
    static final Reply TOO_SLOW = refusal(408, "the body did not arrive in time", 0);

    static Reply acknowledgement(String body) {
        return new Reply(200, body, 0);
    }

    static Reply refusal(int status, String why, int retryAfterS) {
        return new Reply(status, "{\"code\":%d,\"msg\":\"%s\"}".formatted(status, why), retryAfterS);
    }

    /** The status and the body, as text. */
    String words() {
        return status + " " + body;
    }

    static Reply tooManyItems(int limit) {
        return refusal(413, "more than %d items in one request".formatted(limit), 0);
    }

    static Reply tooLarge(int limit) {
        return refusal(413, "a body of more than %d bytes".formatted(limit), 0);
    }
}
