package io.fleetline.read.feed;

/** Something in a client's message is wrong. The client is told, and the connection goes on. */
final class FeedProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final String culprit;

    /**
     * @param culprit the field that is wrong
     * @param detail what is wrong with it, for the client
     */
    FeedProblem(String culprit, String detail) {
        super(detail);
        this.culprit = culprit;
    }

    String culprit() {
        return culprit;
    }
}
