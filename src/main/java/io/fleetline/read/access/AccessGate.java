package io.fleetline.read.access;

import static io.vertx.core.http.HttpHeaders.AUTHORIZATION;

import io.fleetline.database.SqlTrouble;
import io.fleetline.read.Caller;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.DatabaseTrouble;
import io.fleetline.read.ProblemJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Every request passes here before anything of it is read: it continues with its {@link Caller}, or ends with 401, or with 429 if
 * the caller exceeds its limit. The token is read only from the Authorization header: a query string ends up in logs, histories and
 * Referer headers. A WebSocket may give it as a subprotocol. A live connection may show a ticket in its query string, which is good once.
 */
@Singleton
public final class AccessGate {
    private static final Logger LOG = Logger.getLogger(AccessGate.class);
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");
    private static final String CHALLENGE = "Bearer realm=\"fleetline\"";
    private static final String RETRY_AFTER_S = "2";

    /** Liveness and the API description; none of them shows vehicle data. */
    private static final Set<String> OPEN =
            Set.of("/", "/health", "/openapi", "/openapi.json", "/openapi.yaml", "/openapi.yml");

    /** The console's page and files; its data are not open. */
    private static final String CONSOLE = "/console/";

    /** Who writes, or reads what others wrote, must be known, also where anybody may read everything. */
    private static final Set<String> OF_KNOWN_CALLERS = Set.of("ingest", "events", "dispatches", AdminOnly.WEBHOOKS);

    /** Has a limit of its own, which counts events. */
    private static final String INGEST = "ingest";

    private static final Set<String> SOCKETS = Set.of("/live", "/live/");

    /** Metrics and detailed health, which show how the service is installed and how it is doing. */
    private static final String OPERATORS = "/q/";

    private final TokenCheck tokens;
    private final LiveTickets tickets;
    private final AccessLimits limits;
    private final boolean required;

    AccessGate(TokenCheck tokens, LiveTickets tickets, AccessLimits limits, AccessSettings settings) {
        this.tokens = tokens;
        this.tickets = tickets;
        this.limits = limits;
        this.required = settings.tokenRequired();
    }

    /** Lets the request continue, or ends it. */
    public void handle(RoutingContext request) {
        var path = request.normalizedPath();
        if (path.startsWith(OPERATORS)) {
            letOperatorsIn(request);
        } else if (OPEN.contains(path) || path.startsWith(CONSOLE)) {
            goOn(request, Caller.ANYBODY);
        } else if (!required && !OF_KNOWN_CALLERS.contains(firstSegment(request))) {
            enter(request, Admission.ofAnybody(RemoteAddress.counted(request.request())));
        } else if (LiveTickets.isGiven(request)) {
            checkTicket(request);
        } else {
            check(request, token(request));
        }
    }

    /** Of {@code /ingest/health}: ingest, also with parameters of a segment. */
    private static String firstSegment(RoutingContext request) {
        var path = request.normalizedPath();
        int end = 1;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
            end++;
        }
        return path.substring(1, end);
    }

    private void checkTicket(RoutingContext request) {
        var admission = tickets.redeem(request);
        if (admission == null) {
            refuse(request, CHALLENGE, "the ticket is unknown, used or older than 30 s");
        } else {
            enter(request, admission.from(RemoteAddress.counted(request.request())));
        }
    }

    private static void letOperatorsIn(RoutingContext request) {
        if (RemoteAddress.isInside(request.request())) {
            goOn(request, Caller.ANYBODY);
        } else {
            end(request, 404, "Not Found", "there is nothing here");
        }
    }

    /** The token of the only Authorization header; null if there is no readable one. */
    private static @Nullable String token(RoutingContext request) {
        var headers = request.request().headers().getAll(AUTHORIZATION);
        if (headers.isEmpty() && SOCKETS.contains(request.normalizedPath())) {
            return SocketToken.of(request.request());
        }
        var bearer = BEARER.matcher(headers.size() == 1 ? headers.getFirst().strip() : "");
        return bearer.matches() ? bearer.group(1) : null;
    }

    private void check(RoutingContext request, @Nullable String token) {
        if (token == null) {
            refuse(request, CHALLENGE, "a bearer token is needed");
            return;
        }
        var known = tokens.known(token);
        if (known != null) {
            decide(request, token, known);
            return;
        }
        var address = RemoteAddress.counted(request.request());
        long wait = limits.beforeLookUp(address);
        if (wait > 0) {
            tooOften(request, wait, "too many invalid tokens came from this address");
        } else {
            // The lookup waits for a database or a provider, which must not block the event loop.
            var eventLoop = Vertx.currentContext();
            Thread.ofVirtual()
                    .start(() ->
                            lookUp(request, token, address, decision -> eventLoop.runOnContext(_ -> decision.run())));
        }
    }

    private void lookUp(RoutingContext request, String token, String address, Consumer<Runnable> eventLoop) {
        try {
            var verdict = tokens.lookUp(token);
            if (verdict instanceof Verdict.Welcome) {
                limits.giveBackLookUp(address);
            }
            eventLoop.accept(() -> decide(request, token, verdict));
        } catch (JdbiException | UncheckedIOException e) {
            limits.giveBackLookUp(address);
            fail(request, e, eventLoop);
        } catch (Throwable e) {
            eventLoop.accept(() -> request.fail(e));
        }
    }

    private static void fail(RoutingContext request, RuntimeException problem, Consumer<Runnable> eventLoop) {
        if (problem instanceof UncheckedIOException || DatabaseTrouble.isAway(problem)) {
            LOG.warnf("a token could not be checked: %s", SqlTrouble.inWords(problem));
            eventLoop.accept(() -> askAgainLater(request));
        } else {
            LOG.error("a token could not be checked", problem);
            eventLoop.accept(
                    () -> end(request, 500, "Internal Server Error", "internal error; details are in the log"));
        }
    }

    private void decide(RoutingContext request, String token, Verdict verdict) {
        switch (verdict) {
            case Verdict.Welcome welcome -> enter(request, admission(request, token, welcome));
            case Verdict.Refused _ ->
                refuse(
                        request,
                        "Bearer realm=\"fleetline\", error=\"invalid_token\"",
                        "the token is unknown, expired or revoked");
        }
    }

    private static Admission admission(RoutingContext request, String token, Verdict.Welcome welcome) {
        return new Admission(
                welcome.caller(),
                "token " + welcome.caller().name(),
                RemoteAddress.counted(request.request()),
                AccessToken.looksLike(token) ? TokenHash.of(token) : null,
                welcome.expiresAt());
    }

    private void enter(RoutingContext request, Admission admission) {
        if (firstSegment(request).equals(AdminOnly.WEBHOOKS) && !AdminOnly.letIn(request, admission.caller())) {
            end(request, 403, "Forbidden", "webhooks need a token with the right 'admin'");
            return;
        }
        long wait = firstSegment(request).equals(INGEST) ? 0 : limits.beforeAnswer(admission.countedAs());
        if (wait > 0) {
            tooOften(request, wait, "more requests a second than one caller may send");
        } else {
            admission.keep(request);
            goOn(request, admission.caller());
        }
    }

    private static void goOn(RoutingContext request, Caller caller) {
        CurrentCaller.set(request, caller);
        request.next();
    }

    private static void refuse(RoutingContext request, String challenge, String detail) {
        request.response().putHeader("WWW-Authenticate", challenge);
        end(request, 401, "Unauthorized", detail);
    }

    private static void tooOften(RoutingContext request, long waitSeconds, String detail) {
        request.response().putHeader("Retry-After", String.valueOf(waitSeconds));
        end(request, 429, "Too Many Requests", detail);
    }

    private static void askAgainLater(RoutingContext request) {
        request.response().putHeader("Retry-After", RETRY_AFTER_S);
        end(request, 503, "Service Unavailable", "the token cannot be checked at the moment");
    }

    private static void end(RoutingContext request, int status, String title, String detail) {
        // The rest of the body stays unread. HTTP/2 has no such header, and shares its connection among requests.
        if (!request.request().isEnded() && request.request().version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(ProblemJson.of(status, title, detail).toString());
    }
}
