package io.fleetline.service.http;

import io.fleetline.read.feed.LiveRoutes;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Counts every request from its arrival to its answer, except live connections, which have no end of their own. Once closed, it answers new ones with 503 and Retry-After. */
@Singleton
public final class Arrivals {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);
    /** Grace period: requests already on the wire are answered, idle connections are closed. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(20);

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    void enter(RoutingContext context) {
        if (!LiveRoutes.isEndless(context)) {
            underWay.incrementAndGet();
            context.addEndHandler(_ -> underWay.decrementAndGet());
        }
        if (closed && !context.normalizedPath().startsWith("/q/")) {
            refuse(context);
        } else {
            context.next();
        }
    }

    /** The whole request is read first: a connection that ends with something unread takes the answer with it. */
    private static void refuse(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            sayComeAgain(context);
        } else {
            request.handler(_ -> {});
            request.endHandler(_ -> sayComeAgain(context));
            request.resume();
        }
    }

    private static void sayComeAgain(RoutingContext context) {
        var response = context.response();
        if (context.request().version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(503).putHeader("Retry-After", "1").end();
    }

    /** Refuses what comes from now on, and waits for the answers to what came before. */
    public void close(Duration atMost) {
        closed = true;
        var began = System.nanoTime();
        pause(GRACE);
        while (underWay.get() > 0 && System.nanoTime() - began < atMost.toNanos()) {
            pause(POLL);
        }
        if (underWay.get() > 0) {
            LOG.warnf("%d requests have no answer after %d s", underWay.get(), atMost.toSeconds());
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
