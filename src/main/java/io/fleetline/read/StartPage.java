package io.fleetline.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.Offer.Group;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The start page as HTML. It works without scripts, and its policy allows only its own style. */
@Singleton
final class StartPage {
    private static final String TOKEN_NEEDED = """
            <p class="note">The data needs a token, in the header <code>Authorization: Bearer flt_…</code>. The operator of this service makes one.</p>
            """;

    private final String page = resource("/start-page.html");
    private final String style = resource("/start-page.css");

    /** The value of Content-Security-Policy. */
    String policy() {
        return "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(sha256(style));
    }

    /** @param tokenNeeded whether the data requires a token; a link that a browser cannot follow is shown as text */
    String html(List<Group> groups, boolean tokenNeeded) {
        var body = new StringBuilder(tokenNeeded ? TOKEN_NEEDED : "");
        for (var group : groups) {
            body.append("<h2>").append(group.title()).append("</h2>\n<ul>\n");
            group.offers().forEach(offer -> body.append(line(offer, tokenNeeded)));
            body.append("</ul>\n");
        }
        return page.formatted(style, body);
    }

    /** Links are relative, because a proxy may add a path prefix. */
    private static String line(Offer offer, boolean tokenNeeded) {
        var path = offer.path().replace("&", "&amp;");
        var address = tokenNeeded && !offer.open()
                ? "<code>/%s</code>".formatted(path)
                : "<a href=\"%s\">/%s</a>".formatted(path, path);
        return "<li>%s<span>%s</span></li>\n".formatted(address, offer.about());
    }

    private static String resource(String name) {
        try (var resource = StartPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
