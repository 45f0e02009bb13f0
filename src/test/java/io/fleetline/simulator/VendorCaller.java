package io.fleetline.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Calls the simulator as a client of the vendor would, over real HTTP, with an independently computed signature. */
final class VendorCaller {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI url;
    private final InstantSource clock;
    private final SimulatorSettings settings;
    private String token = "";

    VendorCaller(Simulator simulator, InstantSource clock, SimulatorSettings settings) {
        this.url = simulator.apiUrl();
        this.clock = clock;
        this.settings = settings;
    }

    /** Gets a token and keeps it for the calls that follow. */
    VendorCaller loggedIn() {
        token = tokenGet().at("/result/accessToken").asText();
        return this;
    }

    JsonNode tokenGet() {
        return send(signed(tokenParams()));
    }

    Map<String, String> tokenParams() {
        var params = common("jimi.oauth.token.get");
        params.put("user_id", settings.userId());
        params.put("user_pwd_md5", settings.userPwdMd5());
        params.put("expires_in", "7200");
        return params;
    }

    String token() {
        return token;
    }

    /** Calls a method with pairs of names and values. */
    JsonNode call(String method, String... pairs) {
        return send(signed(params(method, pairs)));
    }

    Map<String, String> params(String method, String... pairs) {
        var params = common(method);
        params.put("access_token", token);
        for (var i = 0; i < pairs.length; i += 2) {
            params.put(pairs[i], pairs[i + 1]);
        }
        return params;
    }

    Map<String, String> signed(Map<String, String> params) {
        params.put("sign", sign(params, settings.appSecret()));
        return params;
    }

    JsonNode send(Map<String, String> params) {
        try {
            return json.readTree(post(params).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(Map<String, String> params) throws IOException {
        return exchange(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(form(params)))
                .build());
    }

    HttpResponse<String> postInQuery(Map<String, String> params) throws IOException {
        return exchange(HttpRequest.newBuilder(URI.create(url + "?" + form(params)))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    HttpResponse<String> get(Map<String, String> params) throws IOException {
        return exchange(
                HttpRequest.newBuilder(URI.create(url + "?" + form(params))).build());
    }

    HttpResponse<String> exchange(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String sign(Map<String, String> params, String secret) {
        var text = new TreeMap<>(params)
                .entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("sign")
                                && !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + entry.getValue())
                        .collect(Collectors.joining());
        try {
            var digest = MessageDigest.getInstance("MD5").digest((secret + text + secret).getBytes(UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> common(String method) {
        var params = new TreeMap<String, String>();
        params.put("method", method);
        params.put("timestamp", timestamp());
        params.put("app_key", settings.appKey());
        params.put("sign_method", "md5");
        params.put("v", "1.0");
        params.put("format", "json");
        return params;
    }

    private String timestamp() {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                .format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static String form(Map<String, String> params) {
        return params.entrySet().stream()
                .map(entry ->
                        URLEncoder.encode(entry.getKey(), UTF_8) + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
