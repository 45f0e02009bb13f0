package io.fleetline.read.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketFrame;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the service of scripts/demo answered to the console at one time: the bodies of its answers by path and query, and the frames of its live feed.
 * Played back, the console shows the same for ever.
 *
 * @param at when it was made: the browser's clock stands there
 * @param answers by path and query
 * @param frames of the live feed in their order; a binary one is {@code base64:} and its bytes
 */
record Recording(Instant at, Map<String, Answer> answers, List<String> frames) {
    private static final Path FILE = Path.of("src", "test", "resources", "console", "demo-fleet.json.gz");
    private static final String BINARY = "base64:";
    private static final ObjectMapper MAPPER = new ObjectMapper().findAndRegisterModules();

    /** @param type the media type */
    record Answer(int status, String type, String body) {}

    static Recording empty(Instant at) {
        return new Recording(at, new TreeMap<>(), new ArrayList<>());
    }

    static Recording read() throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(FILE))) {
            return MAPPER.readValue(in, Recording.class);
        }
    }

    void write() throws IOException {
        Files.createDirectories(FILE.getParent());
        try (var out = new GZIPOutputStream(Files.newOutputStream(FILE))) {
            MAPPER.writeValue(out, this);
        }
    }

    /** Keeps what this page is answered. The first answer to a question stays. */
    void listen(Page page) {
        page.onRequestFinished(request -> {
            if (isData(request) && !answers.containsKey(key(request.url()))) {
                // Other answers are told while this one's body is read.
                answers.putIfAbsent(key(request.url()), answer(request.response()));
            }
        });
        page.onWebSocket(socket -> socket.onFrameReceived(this::keep));
    }

    private static Answer answer(Response response) {
        return new Answer(response.status(), response.headers().get("content-type"), response.text());
    }

    private void keep(WebSocketFrame frame) {
        frames.add(
                frame.text() != null
                        ? frame.text()
                        : BINARY + Base64.getEncoder().encodeToString(frame.binary()));
    }

    /** Answers what this context asks for; the console's own files come from the service. */
    void play(BrowserContext context, List<String> missing) {
        context.route("**/*", route -> answer(route, missing));
        context.routeWebSocket(
                (Predicate<String>) url -> url.endsWith("/live"), socket -> socket.onMessage(_ -> send(socket)));
    }

    private void answer(Route route, List<String> missing) {
        if (!isData(route.request())) {
            route.fallback();
            return;
        }
        var key = key(route.request().url());
        var answer = answers.get(key);
        if (answer == null) {
            missing.add(key);
            route.abort();
            return;
        }
        route.fulfill(new Route.FulfillOptions()
                .setStatus(answer.status())
                .setContentType(answer.type())
                .setBody(answer.body()));
    }

    private void send(WebSocketRoute socket) {
        for (var frame : frames) {
            if (frame.startsWith(BINARY)) {
                socket.send(Base64.getDecoder().decode(frame.substring(BINARY.length())));
            } else {
                socket.send(frame);
            }
        }
    }

    /** The page itself has the address of the entry point. */
    private static boolean isData(Request request) {
        var path = URI.create(request.url()).getPath();
        return path.equals("/console/settings")
                || !path.startsWith("/console/") && !request.resourceType().equals("document");
    }

    private static String key(String url) {
        var address = URI.create(url);
        return address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
    }
}
