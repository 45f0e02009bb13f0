package io.fleetline.ingest.push;

/** The request is not taken, and nothing of it is stored. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PushReply reply;

    RefusedException(PushReply reply) {
        // It may be given thousands of times: no stack trace.
        super(reply.body(), null, false, false);
        this.reply = reply;
    }

    PushReply reply() {
        return reply;
    }
}
