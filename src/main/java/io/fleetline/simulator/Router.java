package io.fleetline.simulator;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Routes each request to its handler. */
final class Router implements Handler<HttpServerRequest> {
    private final ApiHandler api;
    private final FaultsHandler faults;

    Router(ApiHandler api, FaultsHandler faults) {
        this.api = api;
        this.faults = faults;
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (request.path()) {
            case Simulator.API_PATH -> api.handle(request);
            case "/faults" -> faults.handle(request);
            case "/health" ->
                request.response().putHeader("Content-Type", "application/json").end("{\"status\":\"ok\"}");
            case null, default -> request.response().setStatusCode(404).end();
        }
    }
}
