package io.fleetline.service.http;

import io.fleetline.ingest.push.Pushes;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Every request has an id: the sender's, or one that is made. It is in the answer, and in every line of the log that is written for the request. */
@Singleton
final class RequestIds {
    /** Before {@link Arrivals}: what it refuses has an id too. */
    private static final int FIRST = 1_100;
    /** Printable, and nothing that would break out of a line, a label or a JSON text. */
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\<>]]{1,64}");

    void prepare(@Observes Filters filters) {
        filters.register(RequestIds::name, FIRST);
    }

    private static void name(RoutingContext context) {
        var id = usable(context.request().getHeader(Pushes.REQUEST_ID));
        context.response().putHeader(Pushes.REQUEST_ID, id);
        MDC.put(Pushes.REQUEST_ID_IN_LOG, id);
        context.next();
    }

    /** The one given, or a new one: 16 hexadecimal digits. */
    static String usable(@Nullable String given) {
        return given != null && USABLE.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
