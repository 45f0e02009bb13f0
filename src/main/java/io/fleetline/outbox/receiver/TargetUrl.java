package io.fleetline.outbox.receiver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a receiver, in a form that every program reads alike.
 *
 * @param isTls whether the scheme is https
 * @param host a name or an IPv4 address, in lower case; or an IPv6 address without brackets
 * @param port 80, 443, or 1024 and above
 * @param pathAndQuery begins with a slash
 */
public record TargetUrl(boolean isTls, String host, int port, String pathAndQuery) {
    private static final int LONGEST = 2_000;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern SIX = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int FIRST_FREE_PORT = 1_024;
    private static final int LAST_PORT = 65_535;

    /**
     * Reads it without looking anything up.
     *
     * @throws BadTarget if it is no address of the web, has credentials or a fragment, is not printable ASCII, or has a port of another service
     */
    public static TargetUrl parse(String text) throws BadTarget {
        if (text.length() > LONGEST || !PRINTABLE.matcher(text).matches()) {
            throw new BadTarget(
                    "must be printable ASCII of at most 2000 characters; a name with other letters is written as xn--…");
        }
        try {
            return read(new URI(text));
        } catch (URISyntaxException e) {
            throw new BadTarget("is no URL");
        }
    }

    private static TargetUrl read(URI uri) throws BadTarget {
        boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
        if (!isTls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new BadTarget("must begin with https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new BadTarget("must not hold a user name or a password");
        }
        if (uri.getRawFragment() != null) {
            throw new BadTarget("must not have a fragment (#…)");
        }
        return new TargetUrl(isTls, host(uri), port(uri, isTls), pathAndQuery(uri));
    }

    private static String host(URI uri) throws BadTarget {
        var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (SIX.matcher(host).matches()) {
            return host.substring(1, host.length() - 1);
        }
        if (!NAME.matcher(host).matches()) {
            throw new BadTarget("must name a host such as hooks.example.com");
        }
        if (IpLiteral.endsWithNumber(host) && !IpLiteral.isFourNumbers(host)) {
            throw new BadTarget("must write an address as four decimal numbers, such as 203.0.113.7");
        }
        return host;
    }

    private static int port(URI uri, boolean isTls) throws BadTarget {
        int port = uri.getPort() == -1 ? isTls ? HTTPS_PORT : HTTP_PORT : uri.getPort();
        if (port != HTTP_PORT && port != HTTPS_PORT && (port < FIRST_FREE_PORT || port > LAST_PORT)) {
            throw new BadTarget("must have the port 80, 443, or one from 1024 to 65535");
        }
        return port;
    }

    private static String pathAndQuery(URI uri) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
