package io.fleetline.read.console;

import static io.vertx.core.http.HttpHeaders.ETAG;
import static io.vertx.core.http.HttpHeaders.IF_NONE_MATCH;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A tag for each file of the console, by its content: a browser that has it is not sent it again. Quarkus sends the files. */
@Singleton
final class ConsoleFiles {
    private static final String RESOURCES = "META-INF/resources";

    /** By path; only of files that exist. */
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    void prepare(@Observes Router router) {
        // The page's own addresses are relative to the root.
        List.of("/console/", "/console/index.html")
                .forEach(path -> router.get(path).order(-2).handler(request -> request.redirect("../")));
        // Before Quarkus' own route for files.
        router.get("/console/*").order(-1).handler(this::tag);
    }

    private void tag(RoutingContext request) {
        var tag = tags.computeIfAbsent(request.normalizedPath(), ConsoleFiles::tagOf);
        if (tag == null) {
            request.next();
            return;
        }
        request.response().putHeader(ETAG, tag);
        if (tag.equals(request.request().getHeader(IF_NONE_MATCH))) {
            request.response().setStatusCode(304).end();
        } else {
            request.next();
        }
    }

    /** Weak, because an answer may be compressed; null if there is no such file. */
    private static @Nullable String tagOf(String path) {
        try (var file = ConsoleFiles.class.getClassLoader().getResourceAsStream(RESOURCES + path)) {
            if (file == null || path.endsWith("/")) {
                return null;
            }
            var digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
            return "W/\"%s\"".formatted(HexFormat.of().formatHex(digest, 0, 16));
        } catch (IOException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
