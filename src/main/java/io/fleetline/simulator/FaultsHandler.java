package io.fleetline.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.simulator.wire.TokenDesk;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Shows and switches the faults: {@code curl -d rate-limited=demo-nairobi …/faults}, {@code -d rate-limited=off},
 * {@code -d clear=all}. {@code -d forget-tokens=now} is not a state: it takes effect once.
 */
final class FaultsHandler implements Handler<HttpServerRequest> {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final Faults faults;
    private final TokenDesk tokens;

    FaultsHandler(Faults faults, TokenDesk tokens) {
        this.faults = faults;
        this.tokens = tokens;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (HttpMethod.GET.equals(request.method())) {
            show(request, 200, faults.active());
        } else if (HttpMethod.POST.equals(request.method())) {
            request.body().onSuccess(body -> post(request, body));
        } else {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, POST")
                    .end();
        }
    }

    private void post(HttpServerRequest request, Buffer body) {
        try {
            settings(request, body).forEach(this::set);
            show(request, 200, faults.active());
        } catch (IllegalArgumentException e) {
            show(request, 400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "clear" -> faults.clear();
            case "forget-tokens" -> tokens.forgetAll();
            default -> faults.set(name, value);
        }
    }

    private Map<String, String> settings(HttpServerRequest request, Buffer body) {
        var text = body.toString().strip();
        if (!text.startsWith("{")) {
            return Parameters.of(request, body);
        }
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is neither a form nor a JSON object of texts", e);
        }
    }

    private void show(HttpServerRequest request, int status, Map<String, String> content) {
        try {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(json.writeValueAsString(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can always be written", e);
        }
    }
}
