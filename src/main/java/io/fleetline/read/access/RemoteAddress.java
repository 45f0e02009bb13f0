package io.fleetline.read.access;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/** Classifies the address of a client. */
final class RemoteAddress {
    /** Each of these headers means that a proxy sends the request for someone else. */
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private static final int LONGEST = 64;
    private static final int BYTES_OF_A_SITE = 8;

    private RemoteAddress() {}

    /**
     * The name under which a client's requests are counted: its address; for IPv6, where every client has billions of them, the first half.
     * Behind a proxy it is the address that the proxy reports, if Quarkus is configured to trust it.
     */
    static String counted(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return counted(String.valueOf(remote.hostAddress() == null ? remote.host() : remote.hostAddress()));
    }

    static String counted(String address) {
        try {
            return parsed(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, BYTES_OF_A_SITE)
                    : address;
        } catch (IllegalArgumentException e) {
            return address.substring(0, Math.min(address.length(), LONGEST));
        }
    }

    /** Whether the request comes from this machine or a private network, and not through a proxy. */
    static boolean isInside(HttpServerRequest request) {
        var headers = request.headers();
        var peer = request.connection().remoteAddress().hostAddress();
        return OF_PROXIES.stream().noneMatch(headers::contains) && peer != null && isInside(peer);
    }

    static boolean isInside(String address) {
        var parsed = parsed(address);
        return parsed.isLoopbackAddress()
                || parsed.isSiteLocalAddress()
                || parsed.isLinkLocalAddress()
                || isUniqueLocal(parsed);
    }

    /** fc00::/7, which Java does not treat as private. */
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    private static InetAddress parsed(String address) {
        return InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
    }
}
