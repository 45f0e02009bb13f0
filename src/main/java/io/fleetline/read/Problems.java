package io.fleetline.read;

import io.fleetline.database.SqlTrouble;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/** Answers every failure with a problem document (RFC 9457): what is wrong, and no stack trace. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /**
     * The SQL states that mean a wrong parameter: raised by our functions (22023), and by the server for a number or a time out of range,
     * or a text that is not one. The message names it.
     */
    private static final Set<String> CALLERS_FAULTS =
            Set.of("22023", "22003", "22007", "22008", "22021", "22P02", "22P05");

    private static final String QUERY_CANCELED = "57014";
    private static final int RETRY_AFTER_S = 2;

    @ServerExceptionMapper
    Response ofRequest(WebApplicationException problem) {
        var given = problem.getResponse();
        // Built from the given answer, because it may have headers, such as Retry-After.
        return body(Response.fromResponse(given), given.getStatusInfo(), detail(given.getStatus(), problem));
    }

    /** Our own message; the framework's messages, which only repeat the status, are replaced. */
    private static String detail(int status, WebApplicationException problem) {
        var message = String.valueOf(problem.getMessage());
        return !message.startsWith("HTTP " + status)
                ? message
                : switch (status) {
                    case 404 -> "there is nothing at this address";
                    case 405 -> "this address does not take this method";
                    case 415 -> "the body is of a type that this address does not read";
                    default -> "the request cannot be answered";
                };
    }

    /** The framework's own message would name its annotations. */
    @ServerExceptionMapper
    Response ofAccept(NotAcceptableException problem) {
        return problem(Status.NOT_ACCEPTABLE, "no answer of this path is of a type that the Accept header names");
    }

    @ServerExceptionMapper
    Response ofDatabase(JdbiException problem) {
        var cause = DatabaseTrouble.cause(problem);
        var state = cause.getSQLState();
        if (state != null && CALLERS_FAULTS.contains(state)) {
            return problem(Status.BAD_REQUEST, SqlTrouble.message(cause));
        }
        if (QUERY_CANCELED.equals(state) || DatabaseTrouble.isAway(problem)) {
            LOG.warnf("database: %s", SqlTrouble.inWords(cause));
            return later(
                    QUERY_CANCELED.equals(state)
                            ? "the question takes too long: ask for less of it"
                            : "the database does not answer");
        }
        LOG.error("the database refused one of our queries", problem);
        return problem(Status.INTERNAL_SERVER_ERROR, "the database refused the question; the log says why");
    }

    @ServerExceptionMapper
    Response ofAnythingElse(RuntimeException problem) {
        return ofUs(problem);
    }

    /** Without an answer the client would wait until it times out. */
    @ServerExceptionMapper
    Response ofError(Error problem) {
        return ofUs(problem);
    }

    private static Response ofUs(Throwable problem) {
        LOG.error("a request failed", problem);
        return problem(Status.INTERNAL_SERVER_ERROR, "internal error; details are in the log");
    }

    private static Response later(String detail) {
        var status = Status.SERVICE_UNAVAILABLE;
        return body(Response.status(status).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S), status, detail);
    }

    private static Response problem(Status status, String detail) {
        return body(Response.status(status), status, detail);
    }

    private static Response body(Response.ResponseBuilder answer, Response.StatusType status, String detail) {
        return answer.type(ProblemJson.MEDIA_TYPE)
                .entity(ProblemJson.of(status.getStatusCode(), status.getReasonPhrase(), detail))
                .build();
    }
}
