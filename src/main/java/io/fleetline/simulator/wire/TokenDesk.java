package io.fleetline.simulator.wire;

import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Faults;
import io.fleetline.simulator.SimulatorSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues access tokens and keeps track of the valid ones. */
public final class TokenDesk {
    private static final int SHORTEST_S = 60;
    private static final int LONGEST_S = 7200;

    private final SimulatorSettings settings;
    private final Faults faults;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> tokens = new HashMap<>();
    private @Nullable Instant lastGet;

    private record Token(String access, String refresh, Instant issued, Instant expires) {}

    public TokenDesk(SimulatorSettings settings, Faults faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /** Invalidates all tokens issued so far. */
    public synchronized void forgetAll() {
        tokens.clear();
    }

    /** @throws Refusal 1006 if token.get is called again too soon */
    synchronized void checkInterval(Instant now) {
        if (lastGet != null && now.isBefore(lastGet.plus(settings.tokenGetMinInterval()))) {
            throw Refusal.tooFrequent();
        }
    }

    /** jimi.oauth.token.get. */
    synchronized Reply get(Request request, Scene scene) {
        var userId = request.required("user_id");
        var password = request.required("user_pwd_md5");
        var seconds = request.requiredNumber("expires_in", SHORTEST_S, LONGEST_S);
        if (!userId.equals(settings.userId()) || !password.equals(settings.userPwdMd5())) {
            throw Refusal.illegal("Incorrect user name or password");
        }
        lastGet = scene.now();
        return issue(seconds, scene.now());
    }

    /** jimi.oauth.token.refresh. */
    synchronized Reply refresh(Request request, Scene scene) {
        var token = tokens.get(request.required("access_token"));
        var refreshToken = request.required("refresh_token");
        var seconds = request.requiredNumber("expires_in", SHORTEST_S, LONGEST_S);
        if (token == null || !token.refresh().equals(refreshToken)) {
            throw Refusal.token("Illegal request，token is invalid");
        }
        return issue(seconds, scene.now());
    }

    /** @throws Refusal 1004 if the token is missing, unknown or expired */
    synchronized void check(@Nullable String accessToken, Instant now) {
        var token = accessToken == null ? null : tokens.get(accessToken);
        if (token == null || !now.isBefore(end(token))) {
            throw Refusal.token("Illegal access, token exception");
        }
    }

    private Instant end(Token token) {
        var early = faults.tokenLifetime();
        var end = early == null ? token.expires() : token.issued().plus(early);
        return end.isBefore(token.expires()) ? end : token.expires();
    }

    private Reply issue(int seconds, Instant now) {
        var lifetime = Math.min(seconds, settings.longestToken().toSeconds());
        var access = newToken();
        var refresh = faults.isOn(Fault.SAME_REFRESH_TOKEN) ? access : newToken();
        if (settings.newTokenEndsOldOne()) {
            tokens.clear();
        }
        tokens.put(access, new Token(access, refresh, now, now.plusSeconds(lifetime)));
        var result = Reply.object()
                .put("appKey", settings.appKey())
                .put("account", settings.userId())
                .put("accessToken", access)
                .put("expiresIn", lifetime)
                .put("refreshToken", refresh)
                .put("time", VendorTime.text(now));
        return new Reply(result, Reply.NOTHING, 1);
    }

    private String newToken() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
