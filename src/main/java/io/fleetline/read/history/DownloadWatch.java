package io.fleetline.read.history;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks one download every second, and aborts it if there is a reason: the writer then gets an error instead of waiting. */
final class DownloadWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DownloadWatch.class);
    private static final long EVERY_MS = 1_000;
    /** HTTP/2's error code CANCEL, for a stream that is no longer wanted. */
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Supplier<@Nullable String> problem;
    private final long timer;
    private boolean isEnded;

    /** @param problem the reason to abort; null: none */
    DownloadWatch(Vertx vertx, HttpServerRequest request, Supplier<@Nullable String> problem) {
        this.vertx = vertx;
        this.request = request;
        this.problem = problem;
        this.timer = vertx.setPeriodic(EVERY_MS, _ -> look());
    }

    private void look() {
        var reason = problem.get();
        if (isEnded) {
            request.connection().close(); // the writer has not noticed yet
        } else if (reason != null) {
            isEnded = true;
            LOG.infof("%s was aborted: %s", request.path(), reason);
            request.response().reset(CANCEL);
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
