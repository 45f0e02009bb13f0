package io.fleetline.service;

import io.fleetline.read.feed.LiveConnections;
import io.fleetline.service.http.Arrivals;
import io.fleetline.service.watch.ServiceState;
import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jline.utils.Signals;

/**
 * Ends the service in order: it reports "not ready", refuses new requests and answers accepted ones; then the parts close, and Quarkus last. Without it,
 * Quarkus would close the HTTP server and the pools at the signal, while the parts still use them.
 */
@Singleton
final class ServiceEnd {
    private static final Logger LOG = Logger.getLogger(ServiceEnd.class);
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(12);

    private final Vertx vertx;
    private final ServiceState state;
    private final Arrivals arrivals;
    private final LiveConnections live;

    ServiceEnd(Vertx vertx, ServiceState state, Arrivals arrivals, LiveConnections live) {
        this.vertx = vertx;
        this.state = state;
        this.arrivals = arrivals;
        this.live = live;
    }

    /** From now on SIGTERM and SIGINT begin the end. A second signal ends the process at once. */
    void listen() {
        beginsWith("TERM");
        beginsWith("INT");
    }

    private static void beginsWith(String name) {
        Signals.register(name, () -> {
            Signals.registerDefault(name);
            Quarkus.asyncExit(0);
        });
    }

    /** Ends the live connections, refuses new requests and answers those already accepted. */
    void begin() {
        LOG.info("stopping: new requests are refused, those under way are answered");
        state.stopping();
        live.close();
        arrivals.close(FOR_ANSWERS);
        closeServer();
    }

    /** Quarkus would remove the routes first, and a push that is answered with 404 might never be sent again. */
    private void closeServer() {
        vertx.deploymentIDs()
                .forEach(server -> vertx.undeploy(server)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
    }
}
