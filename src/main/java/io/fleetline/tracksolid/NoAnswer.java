package io.fleetline.tracksolid;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there was no answer, in words that an operator knows: they are logged, and shown as last_error. */
final class NoAnswer {
    private NoAnswer() {}

    /** @param patienceMs milliseconds that the call may take */
    static String reason(@Nullable Throwable failure, long patienceMs) {
        return switch (failure) {
            case null -> "no answer: the connection failed";
            case TimeoutException _, io.smallrye.mutiny.TimeoutException _ ->
                "no answer within %d ms".formatted(patienceMs);
            case UnknownHostException _ -> "no answer: the name of the host is unknown";
            case NoRouteToHostException _ -> "no answer: there is no way to the host";
            case ConnectException e
            when e.getMessage() != null && e.getMessage().contains("timed out") ->
                "no answer: the host does not take the connection in time";
            case ConnectException _ -> "no answer: the host refuses the connection";
            case SSLException _, CertificateException _ ->
                "no answer: the host's certificate is not trusted, or there is no common version of TLS";
            default ->
                failure.getCause() == null
                        ? "no answer: the connection broke off"
                        : reason(failure.getCause(), patienceMs);
        };
    }
}
