package io.fleetline.read;

import static io.vertx.core.http.HttpHeaders.ACCEPT;
import static io.vertx.core.http.HttpHeaders.CONTENT_TYPE;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * In which form {@code /openapi} is given: Quarkus itself knows no JSON but {@code application/json}, and would answer YAML to whoever
 * asks for JSON by OpenAPI's own type.
 */
public final class DescriptionForm {
    /** Of OpenAPI descriptions in JSON; it is the one that OGC clients are told. */
    public static final String OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.0";

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private DescriptionForm() {}

    /** Makes the request one that Quarkus answers in the right form, and sees that the answer says which. */
    public static void choose(RoutingContext request) {
        var accepted = request.parsedHeaders().accept();
        var format = request.queryParam("format");
        boolean json =
                format.isEmpty() ? isJsonPreferred(accepted) : format.getFirst().equalsIgnoreCase("json");
        request.request().headers().set(ACCEPT, json ? JSON : YAML);
        if (json && accepted.stream().noneMatch(DescriptionForm::isOfABrowserOrPlainJson)) {
            request.addHeadersEndHandler(_ -> request.response().headers().set(CONTENT_TYPE, OPENAPI_JSON));
        }
    }

    /** @param accepted in the order of preference */
    private static boolean isJsonPreferred(List<MIMEHeader> accepted) {
        return accepted.stream()
                .map(type -> type.subComponent().toLowerCase(Locale.ROOT))
                .filter(type -> type.contains("json") || type.contains("yaml"))
                .findFirst()
                .filter(type -> type.contains("json"))
                .isPresent();
    }

    /** A browser shows what is application/json, and saves the other. */
    private static boolean isOfABrowserOrPlainJson(MIMEHeader type) {
        return type.subComponent().equalsIgnoreCase("json")
                || type.subComponent().equalsIgnoreCase("html");
    }
}
