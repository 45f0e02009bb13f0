package io.fleetline.processes;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A service's health, requested without a token. */
record HealthAnswer(int status, String body) {

    static HealthAnswer of(ServiceProcess service, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path)))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            return new HealthAnswer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new HealthAnswer(0, String.valueOf(e));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The result of the first check of a role. */
    String condition(String role) {
        var check = new JsonObject(body).getJsonArray("checks").getJsonObject(0);
        return check.getJsonObject("data", new JsonObject()).getString(role, "not checked");
    }
}
