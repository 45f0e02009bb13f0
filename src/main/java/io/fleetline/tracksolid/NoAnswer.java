package io.fleetline.tracksolid;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes why there was no answer, in operators' terms: it is logged, and shown as last_error. */
final class NoAnswer {
    /** For a failure that is not the network's and must not be blamed on the vendor. */
    static final String OUR_OWN_FAULT = "no answer: the call failed inside Fleetline; the log says where";

    private NoAnswer() {}

    /** @param patienceMs the timeout of the call, milliseconds */
    static String reason(@Nullable Throwable failure, long patienceMs) {
        return switch (failure) {
            case null -> "no answer: the connection failed";
            case TimeoutException _ -> "no answer within %d ms".formatted(patienceMs);
            case UnknownHostException _ -> "no answer: the host name cannot be resolved";
            case NoRouteToHostException _ -> "no answer: no route to the host";
            case ConnectException e
            when e.getMessage() != null && e.getMessage().contains("timed out") ->
                "no answer: the connection timed out";
            case ConnectException _ -> "no answer: the host refused the connection";
            case SSLException _, CertificateException _ ->
                "no answer: the TLS handshake failed: the host's certificate is not trusted, or no TLS version is shared";
            case InterruptedException _ -> "no answer: Fleetline is stopping";
            case Exception e when e.getCause() != null -> reason(e.getCause(), patienceMs);
            case IOException _, VertxException _ -> "no answer: the connection was lost";
            default -> OUR_OWN_FAULT;
        };
    }
}
