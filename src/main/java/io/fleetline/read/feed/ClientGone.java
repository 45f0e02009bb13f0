package io.fleetline.read.feed;

/** The connection to a client has ended. */
final class ClientGone extends Exception {
    private static final long serialVersionUID = 1;

    ClientGone(Throwable cause) {
        super("the client is gone", cause);
    }
}
