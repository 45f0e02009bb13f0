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

/** Why there was no answer, in words that an operator knows: they are logged, and shown as last_error. */
final class NoAnswer {
    /** For a failure that the network does not have: it must not be taken for one of the vendor's. */
    static final String OUR_OWN_FAULT = "no answer: the call failed inside Fleetline; the log says where";

    private NoAnswer() {}

    /** @param patienceMs milliseconds that the call may take */
    static String reason(@Nullable Throwable failure, long patienceMs) {
        return switch (failure) {
            case null -> "no answer: the connection failed";
            case TimeoutException _ -> "no answer within %d ms".formatted(patienceMs);
            case UnknownHostException _ -> "no answer: the name of the host is unknown";
            case NoRouteToHostException _ -> "no answer: there is no way to the host";
            case ConnectException e
            when e.getMessage() != null && e.getMessage().contains("timed out") ->
                "no answer: the host does not take the connection in time";
            case ConnectException _ -> "no answer: the host refuses the connection";
            case SSLException _, CertificateException _ ->
                "no answer: the host's certificate is not trusted, or there is no common version of TLS";
            case InterruptedException _ -> "no answer: Fleetline stops";
            case Exception e when e.getCause() != null -> reason(e.getCause(), patienceMs);
            case IOException _, VertxException _ -> "no answer: the connection broke off";
            default -> OUR_OWN_FAULT;
        };
    }
}
