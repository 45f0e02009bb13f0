package io.fleetline.read.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;

/** The page of the console. Its policy allows scripts, styles and requests of this service, images of the tile server, and nothing in the page itself. */
@Singleton
public final class ConsolePage {
    private static final String PAGE = "/META-INF/resources/console/index.html";

    private final String html = resource();
    private final String policy;

    ConsolePage(ConsoleSettings settings) {
        policy =
                ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:%s; font-src 'self'; "
                                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                        .formatted(tileServer(settings.tileUrl()));
    }

    public String html() {
        return html;
    }

    /** The value of Content-Security-Policy. */
    public String policy() {
        return policy;
    }

    /** Its origin, with a blank before it. */
    private static String tileServer(String tileUrl) {
        if (tileUrl.isEmpty()) {
            return "";
        }
        var address = URI.create(tileUrl.replaceAll("[{}]", ""));
        return " %s://%s".formatted(address.getScheme(), address.getRawAuthority());
    }

    private static String resource() {
        try (var resource = ConsolePage.class.getResourceAsStream(PAGE)) {
            return new String(Objects.requireNonNull(resource, PAGE).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
