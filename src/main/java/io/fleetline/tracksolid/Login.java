package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.fleetline.wire.UnusableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests an access token from the vendor: jimi.oauth.token.get. */
final class Login implements Supplier<VendorToken> {
    static final String METHOD = "jimi.oauth.token.get";
    /** The longest lifetime that the vendor grants. */
    private static final long LIFE_SECONDS = 7_200;

    private static final String ADVICE =
            ". Check TRACKSOLID_USER_ID and TRACKSOLID_USER_PWD_MD5, TRACKSOLID_APP_KEY and"
                    + " TRACKSOLID_APP_SECRET, TRACKSOLID_API_URL (each account exists on one node only) and this machine's clock";

    private final Call call;
    private final String key;
    private final Endpoint endpoint;
    private final InstantSource clock;

    Login(Credentials credentials, Duration timeout, Endpoint endpoint, InstantSource clock) {
        var params = Map.of(
                "user_id", credentials.userId(),
                "user_pwd_md5", credentials.userPwdMd5(),
                "expires_in", String.valueOf(LIFE_SECONDS));
        this.call = new Call(METHOD, credentials.userId(), params, timeout, false);
        this.key = credentials.userId() + "@" + digest(credentials.appKey());
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** The key under which its token is stored: the user and a digest of the app key. */
    String key() {
        return key;
    }

    String user() {
        return call.account();
    }

    /** @throws TracksolidException TOKEN if the vendor refuses; it names the settings to check */
    @Override
    public VendorToken get() {
        // Taken before the request, so that the token really ends a little later than assumed.
        var asked = clock.instant();
        try {
            return token(endpoint.ask(call, null), asked);
        } catch (TracksolidException e) {
            throw e.kind() == Kind.REFUSED || e.kind() == Kind.TOKEN ? refused(e) : e;
        }
    }

    private VendorToken token(Envelope envelope, Instant asked) {
        try {
            var row = Wire.of(envelope.result());
            var value = row.text("accessToken");
            if (value != null) {
                return new VendorToken(value, asked, asked.plusSeconds(life(row.seconds("expiresIn"))));
            }
        } catch (UnusableException e) {
            throw new TracksolidException(Kind.UNREADABLE, call, "unreadable token: " + e.reason(), e);
        }
        throw new TracksolidException(Kind.UNREADABLE, call, "no accessToken in the reply");
    }

    private static long life(@Nullable Long granted) {
        return granted == null || granted == 0 ? LIFE_SECONDS : granted;
    }

    private TracksolidException refused(TracksolidException e) {
        return new TracksolidException(Kind.TOKEN, e.code(), METHOD, call.account(), e.reason() + ADVICE, e);
    }

    private static String digest(String appKey) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(appKey.getBytes(UTF_8));
            return HexFormat.of().formatHex(sha, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
