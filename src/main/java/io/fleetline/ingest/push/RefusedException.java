package io.fleetline.ingest.push;

/** The request is not accepted, and nothing of it is stored. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PushReply reply;

    RefusedException(PushReply reply) {
        // May occur thousands of times: no stack trace.
        super(reply.body(), null, false, false);
        this.reply = reply;
    }

    PushReply reply() {
        return reply;
    }
}
