package io.fleetline.read.ogc;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The format of an answer: {@code f} takes precedence over the first choice of the Accept header. */
enum OgcFormat {
    JSON,
    HTML;

    private static final MediaType GEO_JSON = MediaType.valueOf(Link.GEO_JSON);

    /** @param accepted the accepted types, in order of preference */
    static OgcFormat of(Map<String, List<String>> given, List<MediaType> accepted) {
        return switch (QueryNames.format(given)) {
            case "html" -> HTML;
            case String _ -> JSON;
            case null -> prefersPage(accepted) ? HTML : JSON;
        };
    }

    /** A wildcard comes from a program; a browser lists HTML before it. */
    private static boolean prefersPage(List<MediaType> accepted) {
        var first = first(accepted, MediaType.TEXT_HTML_TYPE, MediaType.APPLICATION_JSON_TYPE, GEO_JSON);
        return MediaType.TEXT_HTML_TYPE.equals(first);
    }

    /** {@code application/json} for clients that prefer it to GeoJSON. */
    static String ofFeatures(List<MediaType> accepted) {
        var first = first(accepted, MediaType.APPLICATION_JSON_TYPE, GEO_JSON);
        return MediaType.APPLICATION_JSON_TYPE.equals(first) ? MediaType.APPLICATION_JSON : Link.GEO_JSON;
    }

    private static @Nullable MediaType first(List<MediaType> accepted, MediaType... named) {
        return accepted.stream()
                .takeWhile(type -> !type.isWildcardType() && !type.isWildcardSubtype())
                .map(type -> new MediaType(type.getType(), type.getSubtype()))
                .filter(List.of(named)::contains)
                .findFirst()
                .orElse(null);
    }
}
