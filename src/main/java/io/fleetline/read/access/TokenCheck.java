package io.fleetline.read.access;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The verdict on a token: cached, or looked up. */
@Singleton
final class TokenCheck {
    private static final int LONGEST_TOKEN = 16_384;

    private final AccessTokenTable table;
    private final @Nullable OpenIdProvider provider;
    private final RecentVerdicts recent;

    TokenCheck(
            AccessTokenTable table,
            AccessSettings settings,
            InstantSource clock,
            @Identifier("steady") InstantSource steady) {
        this.table = table;
        this.provider = settings.openId()
                .map(known -> new OpenIdProvider(
                        known.issuer(),
                        known.audience(),
                        new ProviderKeys(known.keysUrl(), steady),
                        known.costCentresClaim().isEmpty() ? null : known.costCentresClaim(),
                        clock))
                .orElse(null);
        this.recent = new RecentVerdicts(clock, steady);
    }

    /** Without a lookup; null if one is needed. */
    @Nullable Verdict known(String token) {
        return token.length() > LONGEST_TOKEN || !(AccessToken.looksLike(token) || looksLikeJwt(token))
                ? Verdict.REFUSED
                : recent.of(TokenHash.of(token));
    }

    /**
     * Looks it up, and caches the verdict for a minute.
     *
     * @throws org.jdbi.v3.core.JdbiException if the database does not answer
     * @throws java.io.UncheckedIOException if the OpenID provider does not answer
     */
    Verdict lookUp(String token) {
        var hash = TokenHash.of(token);
        return recent.of(
                hash,
                () -> AccessToken.looksLike(token) || provider == null ? table.verdict(hash) : provider.verdict(token));
    }

    private boolean looksLikeJwt(String token) {
        return provider != null && token.chars().filter(c -> c == '.').count() == 2;
    }
}
