package io.fleetline.outbox.receiver;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which receivers a delivery may go to. Without allowed networks only public addresses, over TLS.
 *
 * @param allowed networks that are allowed although they are not public; to these also without TLS
 */
public record TargetRules(List<AddressRange> allowed) {

    /** What is not public of IPv4: its own network, private, shared, loopback, link-local, protocols, documentation, tests, multicast, reserved. */
    private static final List<AddressRange> CLOSED_4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32", // metadata of Azure, in a public network
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All that is public of IPv6; NAT64, mapped, unique local, link-local and multicast addresses lie outside. */
    private static final AddressRange OPEN_6 = AddressRange.parse("2000::/3");

    /** Protocols with Teredo, documentation, 6to4. */
    private static final List<AddressRange> CLOSED_6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public TargetRules {
        allowed = List.copyOf(allowed);
    }

    private static List<AddressRange> ranges(String... networks) {
        return Stream.of(networks).map(AddressRange::parse).toList();
    }

    /** @throws BadTarget if nothing but TLS would do, and the address has none */
    public void checkScheme(TargetUrl target) throws BadTarget {
        if (!target.isTls() && allowed.isEmpty()) {
            throw new BadTarget("must begin with https://");
        }
    }

    /**
     * The address to connect to, of all that a name has: the first of IPv4 if there is one. One that is not allowed condemns all, because which one is
     * used must not be a matter of chance.
     *
     * @throws BadTarget for the first that is not allowed
     */
    public InetAddress choose(TargetUrl target, List<InetAddress> addresses) throws BadTarget {
        for (var address : addresses) {
            check(target, address);
        }
        return addresses.stream()
                .min((one, other) -> Integer.compare(one.getAddress().length, other.getAddress().length))
                .orElseThrow(() -> new BadTarget("has a host without an address"));
    }

    private void check(TargetUrl target, InetAddress address) throws BadTarget {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return;
        }
        if (!isPublic(address)) {
            throw new BadTarget("leads to an address that is not public; an operator may allow its network");
        }
        if (!target.isTls()) {
            throw new BadTarget("must begin with https://");
        }
    }

    /** Java reads an IPv4 address mapped into IPv6 as IPv4. */
    private static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? CLOSED_4.stream().noneMatch(range -> range.contains(address))
                : OPEN_6.contains(address) && CLOSED_6.stream().noneMatch(range -> range.contains(address));
    }
}
