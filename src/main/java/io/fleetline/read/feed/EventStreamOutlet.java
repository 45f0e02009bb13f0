package io.fleetline.read.feed;

import io.vertx.core.http.HttpServerResponse;

/** A client of server-sent events. It sends nothing, so only a failed write shows that it is gone. */
final class EventStreamOutlet implements Outlet {
    /** A browser connects again after this time. */
    private static final String RETRY = "retry: 2000\n\n";

    private final HttpServerResponse response;

    EventStreamOutlet(HttpServerResponse response) {
        this.response = response;
    }

    void open(FeedClient client) {
        response.closeHandler(_ -> client.gone());
        response.exceptionHandler(_ -> client.gone());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .write(RETRY);
    }

    @Override
    public void send(FeedFrame frame) throws ClientGone {
        var id = frame.cursor() == null ? "" : "id: " + frame.cursor() + "\n";
        Waiting.until(() -> response.write("event: " + frame.type() + "\n" + id + "data: " + frame.json() + "\n\n"));
    }

    @Override
    public void probe() {}

    @Override
    public void readOn() {}

    @Override
    public void close(Ending ending) {
        if (!response.ended() && !response.closed()) {
            response.end("event: end\ndata: {\"type\":\"end\",\"reason\":\"%s\"}\n\n".formatted(ending.words()));
        }
    }
}
