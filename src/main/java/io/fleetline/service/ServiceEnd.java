package io.fleetline.service;

import io.fleetline.service.http.Arrivals;
import io.fleetline.service.watch.ServiceState;
import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The end in order: not ready any more; new requests refused, accepted ones answered; then pollers and writers, and Quarkus last. Left to itself, the JVM
 * would have Quarkus take the HTTP server and the pools away at once, beside all of this.
 */
@Singleton
final class ServiceEnd {
    private static final Logger LOG = Logger.getLogger(ServiceEnd.class);
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(12);

    private final Vertx vertx;
    private final ServiceState state;
    private final Arrivals arrivals;

    ServiceEnd(Vertx vertx, ServiceState state, Arrivals arrivals) {
        this.vertx = vertx;
        this.state = state;
        this.arrivals = arrivals;
    }

    /** SIGTERM and SIGINT begin the end from now on. A second one does not wait for it. */
    void listen() {
        beginsWith("TERM");
        beginsWith("INT");
    }

    private static void beginsWith(String name) {
        var signal = new Signal(name);
        Signal.handle(signal, _ -> {
            Signal.handle(signal, SignalHandler.SIG_DFL);
            Quarkus.asyncExit(0);
        });
    }

    /** Answers what was accepted, and accepts nothing more. */
    void begin() {
        LOG.info("stopping: new requests are refused, those under way are answered");
        state.stopping();
        arrivals.close(FOR_ANSWERS);
        closeServer();
    }

    /** Before Quarkus does: it first takes the routes away, and a push that is answered by 404 might never be sent again. */
    private void closeServer() {
        vertx.deploymentIDs()
                .forEach(server -> vertx.undeploy(server)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
    }
}
