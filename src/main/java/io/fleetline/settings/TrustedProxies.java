package io.fleetline.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** The proxies that may name the client of a request and the address that it used. */
final class TrustedProxies {
    private static final Pattern NETWORK = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/([0-9]{1,3}))?");

    private TrustedProxies() {}

    /**
     * Addresses and networks, as Quarkus reads them; no names, because a name is whatever somebody's DNS says.
     *
     * @throws BadSetting that names the first one that is neither
     */
    static List<String> of(SettingValues values) {
        var proxies = values.list(Setting.TRUSTED_PROXIES);
        for (var proxy : proxies) {
            if (!isNetwork(proxy)) {
                throw new BadSetting(
                        Setting.TRUSTED_PROXIES,
                        "must name addresses such as 10.1.2.3, or networks such as 10.1.0.0/16, but has '%s'"
                                .formatted(proxy));
            }
        }
        return proxies;
    }

    private static boolean isNetwork(String text) {
        var network = NETWORK.matcher(text);
        if (!network.matches()) {
            return false;
        }
        try {
            int bits = InetAddress.ofLiteral(network.group(1)).getAddress().length * Byte.SIZE;
            return network.group(3) == null || Integer.parseInt(network.group(3)) <= bits;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
