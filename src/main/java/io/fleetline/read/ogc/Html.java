package io.fleetline.read.ogc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Builds an HTML page. Everything that is not our own markup passes {@link #text}, which escapes it. */
final class Html {
    /** The site's own policy allows nothing; a page may also have this one style. */
    static final String POLICY;

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1f24;background:#fff}
            a{color:#0b57d0}h1{font-size:1.5rem}h2{font-size:1.1rem}
            div{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}
            th,td{border-bottom:1px solid #d0d7de;padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}
            th{white-space:nowrap}code{overflow-wrap:anywhere}""";

    static {
        POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE) + "'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'";
    }

    private final StringBuilder page = new StringBuilder();

    Html(String title) {
        markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .text(title)
                .markup("</title><style>" + STYLE + "</style></head><body><main>\n")
                .element("h1", title);
    }

    /** Appends our own markup unchanged. */
    Html markup(String markup) {
        page.append(markup);
        return this;
    }

    /** Appends untrusted text, escaped; safe within quotation marks too. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(character);
            }
        }
        return this;
    }

    Html element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name + ">\n");
    }

    Html link(String address, String text) {
        return markup("<a href=\"").text(address).markup("\">").text(text).markup("</a>");
    }

    String end() {
        return markup("</main></body></html>\n").page.toString();
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
