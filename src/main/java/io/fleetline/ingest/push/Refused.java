package io.fleetline.ingest.push;

/** The request is not accepted, and nothing of it is stored. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Refused(Reply reply) {
        // May occur thousands of times: no stack trace.
        super(reply.body(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
