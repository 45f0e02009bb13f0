package io.fleetline.outbox.receiver;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a receiver has not answered, in words for the owner of the subscription. Without addresses, which are not his to know. */
public final class Unanswered {
    private Unanswered() {}

    public static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "the connection failed";
            case TimeoutException _ -> "no complete answer in time";
            case UnknownHostException _ -> "the name of the host cannot be resolved";
            case NoRouteToHostException _ -> "there is no route to the host";
            case ConnectException e
            when String.valueOf(e.getMessage()).contains("timed out") -> "the connection timed out";
            case ConnectException _ -> "the host refused the connection";
            case SSLException _, CertificateException _ ->
                "the TLS handshake failed: is the certificate valid for this host?";
            case Exception e when e.getCause() != null -> reason(e.getCause());
            case IOException _, VertxException _ -> "the connection was lost, or the answer was no HTTP";
            default -> "no answer";
        };
    }
}
