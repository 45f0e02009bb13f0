package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The vendor's request signature: MD5 over the sorted parameters between two copies of the secret. */
public final class Signature {
    private static final HexFormat UPPER_CASE_HEX = HexFormat.of().withUpperCase();

    private Signature() {}

    /**
     * Signs the parameters. {@code sign} itself and parameters with an empty name or value are left out.
     *
     * @param params raw values, not URL-encoded
     * @return 32 upper-case hexadecimal digits
     */
    public static String sign(Map<String, String> params, String appSecret) {
        var text = new StringBuilder(appSecret);
        new TreeMap<>(params).forEach((name, value) -> {
            if (!name.isEmpty() && !value.isEmpty() && !name.equals("sign")) {
                text.append(name).append(value);
            }
        });
        return UPPER_CASE_HEX.formatHex(
                md5().digest(text.append(appSecret).toString().getBytes(UTF_8)));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
