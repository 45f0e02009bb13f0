package io.fleetline.simulator;

import io.fleetline.simulator.wire.Cloud;
import io.fleetline.simulator.wire.TokenDesk;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

/** A simulated Tracksolid cloud on this machine that answers over HTTP until it is closed. */
public final class Simulator implements AutoCloseable {
    static final String API_PATH = "/route/rest";

    private static final int LONGEST_QUERY = 16_384;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;
    private final Faults faults;
    private final CallCounts counts;
    private final TokenDesk tokens;

    private Simulator(Vertx vertx, HttpServer server, String host, Faults faults, CallCounts counts, TokenDesk tokens) {
        this.vertx = vertx;
        this.server = server;
        this.host = host;
        this.faults = faults;
        this.counts = counts;
        this.tokens = tokens;
    }

    /**
     * Starts the simulator; it is listening when this returns.
     *
     * @param clock the vendor's time, used for request timestamps, tokens and limits
     * @param fleetClock the fleet's time: nothing that happens later is served; never later than the vendor's
     */
    public static Simulator start(
            SimulatorSettings settings, SimulatedFleet fleet, InstantSource clock, InstantSource fleetClock) {
        var faults = new Faults();
        var counts = new CallCounts();
        var tokens = new TokenDesk(settings, faults);
        var cloud = new Cloud(settings, fleet, faults, counts, tokens, clock, fleetClock);
        var vertx = Vertx.vertx();
        var api = new ApiHandler(vertx, cloud, faults, counts, settings.getAllowed());
        var server = vertx.createHttpServer(options(settings))
                .requestHandler(new Router(api, new FaultsHandler(faults, tokens)));
        listen(server, vertx, settings);
        return new Simulator(vertx, server, settings.host(), faults, counts, tokens);
    }

    private static HttpServerOptions options(SimulatorSettings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxInitialLineLength(LONGEST_QUERY);
    }

    private static void listen(HttpServer server, Vertx vertx, SimulatorSettings settings) {
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            vertx.close();
            throw new IllegalStateException(
                    "the simulator cannot listen on %s:%d".formatted(settings.host(), settings.port()), e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** The URL to configure in a client of the vendor's API. */
    public URI apiUrl() {
        return URI.create("http://%s:%d%s".formatted(host, port(), API_PATH));
    }

    public Faults faults() {
        return faults;
    }

    public CallCounts counts() {
        return counts;
    }

    /** Invalidates all tokens issued so far: they are answered with 1004. */
    public void forgetTokens() {
        tokens.forgetAll();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
