package io.fleetline.outbox.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network of addresses.
 *
 * @param first its first address
 * @param prefixBits the leading bits that all of its addresses share
 */
public record AddressRange(InetAddress first, int prefixBits) {
    private static final Pattern FORM = Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]{2,45})/([0-9]{1,3})");
    private static final int BITS = Byte.SIZE;

    /**
     * Reads a network such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException if the text is no network
     */
    public static AddressRange parse(String text) {
        var parts = FORM.matcher(text);
        if (parts.matches() && (parts.group(1).contains(":") || IpLiteral.isFourNumbers(parts.group(1)))) {
            var first = literal(parts.group(1));
            int bits = Integer.parseInt(parts.group(2));
            if (bits <= first.getAddress().length * BITS) {
                return new AddressRange(first, bits);
            }
        }
        throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8 or fd00::/8".formatted(text));
    }

    /** A literal is never looked up. */
    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'%s' is no address".formatted(text), e);
        }
    }

    /** Addresses of the other family are never in it. */
    public boolean contains(InetAddress address) {
        var mine = first.getAddress();
        var other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> bit % BITS;
            if ((mine[bit / BITS] & mask) != (other[bit / BITS] & mask)) {
                return false;
            }
        }
        return true;
    }
}
