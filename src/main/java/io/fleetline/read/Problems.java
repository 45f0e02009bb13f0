package io.fleetline.read;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;

/** Every failure as a problem answer (RFC 9457): what is wrong, and no stack trace. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /** How a function of ours refuses a parameter; its message says which. */
    private static final String INVALID_PARAMETER_VALUE = "22023";

    @ServerExceptionMapper
    Response ofRequest(WebApplicationException problem) {
        var given = problem.getResponse();
        // Made from the given answer, because it may have headers, such as Retry-After.
        return body(Response.fromResponse(given), given.getStatusInfo(), String.valueOf(problem.getMessage()));
    }

    @ServerExceptionMapper
    Response ofDatabase(JdbiException problem) {
        var cause = problem.getCause() instanceof SQLException e ? e : new SQLException(problem);
        if (INVALID_PARAMETER_VALUE.equals(cause.getSQLState())) {
            return problem(Status.BAD_REQUEST, message(cause));
        }
        LOG.warnf("database: %s", cause.getMessage());
        return isAway(cause)
                ? problem(Status.SERVICE_UNAVAILABLE, "the database does not answer")
                : problem(Status.INTERNAL_SERVER_ERROR, "the database refused the question; the log says why");
    }

    @ServerExceptionMapper
    Response ofAnythingElse(RuntimeException problem) {
        LOG.error("a request failed", problem);
        return problem(Status.INTERNAL_SERVER_ERROR, "an error of ours; the log says which");
    }

    /** Connection, resources, or an operator's intervention; without a state it is the pool that has no connection. */
    private static boolean isAway(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    }

    private static String message(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? String.valueOf(p.getServerErrorMessage().getMessage())
                : String.valueOf(e.getMessage());
    }

    private static Response problem(Status status, String detail) {
        return body(Response.status(status), status, detail);
    }

    private static Response body(Response.ResponseBuilder answer, Response.StatusType status, String detail) {
        return answer.type("application/problem+json")
                .entity(Map.of("status", status.getStatusCode(), "title", status.getReasonPhrase(), "detail", detail))
                .build();
    }
}
