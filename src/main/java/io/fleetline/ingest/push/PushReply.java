package io.fleetline.ingest.push;

/**
 * The answer to the sender.
 *
 * @param status the HTTP status
 * @param body JSON text
 * @param retryAfterS seconds after which to try again; 0: there is no such hint
 */
public record PushReply(int status, String body, int retryAfterS) {
    static final PushReply WRONG_TOKEN = refusal(401, "wrong or missing token", 0);
    static final PushReply TRY_AGAIN = refusal(503, "not now", 1);
    static final PushReply WRONG_METHOD = refusal(405, "only GET and POST", 0);
    static final PushReply TOO_SLOW = refusal(408, "the body did not arrive in time", 0);

    static PushReply acknowledgement(String body) {
        return new PushReply(200, body, 0);
    }

    static PushReply refusal(int status, String why, int retryAfterS) {
        return new PushReply(status, "{\"code\":%d,\"msg\":\"%s\"}".formatted(status, why), retryAfterS);
    }

    /** The status and the body. */
    String words() {
        return status + " " + body;
    }

    static PushReply tooManyItems(int limit) {
        return refusal(413, "more than %d items in one request".formatted(limit), 0);
    }

    static PushReply tooLarge(int limit) {
        return refusal(413, "a body of more than %d bytes".formatted(limit), 0);
    }
}
