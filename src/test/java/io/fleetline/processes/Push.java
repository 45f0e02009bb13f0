package io.fleetline.processes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** One push of fixes with its own id. */
final class Push {
    static final String GOOD =
            "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"2026-01-14 21:15:09\",\"lat\":-1.2921,\"lng\":36.8219}";
    static final String FROM_A_LOST_CLOCK =
            "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"2019-01-01 00:00:00\",\"lat\":-1.2921,\"lng\":36.8219}";

    private Push() {}

    static HttpResponse<String> send(ServiceProcess service, String requestId, String token, String item) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/pushgps".formatted(service.port())))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString("{\"token\":\"%s\",\"data_list\":[%s]}".formatted(token, item)))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String idOf(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElse("missing");
    }
}
