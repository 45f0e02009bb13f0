package io.fleetline.tracksolid;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Our credentials at the vendor. The text form omits the secrets.
 *
 * @param apiUrl the URL of the account's node, e.g. {@code https://eu-open.tracksolidpro.com/route/rest}
 * @param userId the login of the Tracksolid account
 * @param userPwdMd5 MD5 of its password, 32 hexadecimal digits (kept in lower case, as the vendor requires)
 */
public record Credentials(URI apiUrl, String appKey, String appSecret, String userId, String userPwdMd5) {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /** @throws IllegalArgumentException naming the setting that is invalid */
    public Credentials {
        var scheme = apiUrl.getScheme();
        if (apiUrl.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("TRACKSOLID_API_URL must be an http or https address: " + apiUrl);
        }
        requireText("TRACKSOLID_APP_KEY", appKey);
        requireText("TRACKSOLID_APP_SECRET", appSecret);
        requireText("TRACKSOLID_USER_ID", userId);
        userPwdMd5 = userPwdMd5.toLowerCase(Locale.ROOT);
        if (!MD5.matcher(userPwdMd5).matches()) {
            throw new IllegalArgumentException(
                    "TRACKSOLID_USER_PWD_MD5 must be the MD5 of the password: 32 hexadecimal digits");
        }
    }

    private static void requireText(String setting, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(setting + " is not set");
        }
    }

    @Override
    public String toString() {
        return "Credentials[apiUrl=%s, userId=%s]".formatted(apiUrl, userId);
    }
}
