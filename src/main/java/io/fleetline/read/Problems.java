package io.fleetline.read;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/** Every failure as a problem answer (RFC 9457): what is wrong, and no stack trace. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response ofRequest(WebApplicationException problem) {
        int status = problem.getResponse().getStatus();
        return problem(
                status, Response.Status.fromStatusCode(status).getReasonPhrase(), String.valueOf(problem.getMessage()));
    }

    @ServerExceptionMapper
    Response ofDatabase(JdbiException problem) {
        LOG.warnf("database: %s", String.valueOf(problem.getMessage()));
        return problem(503, "Service Unavailable", "the database does not answer");
    }

    private static Response problem(int status, String title, String detail) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(Map.of("status", status, "title", title, "detail", detail))
                .build();
    }
}
