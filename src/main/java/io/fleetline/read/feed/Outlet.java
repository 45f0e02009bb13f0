package io.fleetline.read.feed;

/** The way to a client. */
interface Outlet {
    /**
     * Sends a frame, and returns when it has been written to the network: a client that reads slowly is waited for.
     *
     * @throws ClientGone if the connection has ended
     */
    void send(FeedFrame frame) throws ClientGone;

    /** Finds out whether the client is still there, as far as the transport can. */
    void probe() throws ClientGone;

    /** Takes the next message of the client, now that one has been dealt with. */
    void readOn();

    /** May be called by any thread, and more than once. */
    void close(Ending ending);
}
