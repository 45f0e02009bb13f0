package io.fleetline.read.access;

import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a provider publishes, cached as long as it allows, by steady time. The library's own cache uses the machine's
 * clock: if that is set back, it would trust a withdrawn key, and not fetch a new one, until the clock has caught up.
 */
final class ProviderKeys implements VerificationKeyResolver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT_WITHOUT_A_WORD = Duration.ofHours(1);
    private static final Duration KEYS_OUTLIVE_PROVIDER = Duration.ofHours(1);
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Pattern MAX_AGE = Pattern.compile("max-age=([0-9]{1,9})");

    private final Get get = new Get();
    private final String url;
    private final InstantSource steady;
    private @Nullable Keys known;

    private record Keys(List<JsonWebKey> keys, Instant fetchedAt, Duration goodFor) {}

    ProviderKeys(String url, InstantSource steady) {
        this.url = url;
        this.steady = steady;
        get.setConnectTimeout((int) PATIENCE.toMillis());
        get.setReadTimeout((int) PATIENCE.toMillis());
        get.setRetries(0);
        get.setResponseBodySizeLimit(LONGEST_ANSWER);
    }

    /** A signature with an unknown key makes the keys be fetched again, at most every few seconds. */
    @Override
    public synchronized Key resolveKey(JsonWebSignature signed, List<JsonWebStructure> nested)
            throws UnresolvableKeyException {
        try {
            var key = chosen(signed, current());
            if (key == null && age(current()).compareTo(PATIENCE) >= 0) {
                key = chosen(signed, fetched());
            }
            if (key == null) {
                throw new UnresolvableKeyException("the provider publishes no key for this signature");
            }
            return key.getKey();
        } catch (IOException | JoseException e) {
            throw new UnresolvableKeyException("the provider's keys are not available", e);
        }
    }

    private static @Nullable JsonWebKey chosen(JsonWebSignature signed, Keys keys) throws JoseException {
        return new VerificationJwkSelector().select(signed, keys.keys());
    }

    private Keys current() throws IOException, JoseException {
        var kept = known;
        if (kept == null) {
            return fetched();
        } else if (age(kept).compareTo(kept.goodFor()) < 0) {
            return kept;
        }
        try {
            return fetched();
        } catch (IOException e) {
            if (age(kept).compareTo(kept.goodFor().plus(KEYS_OUTLIVE_PROVIDER)) < 0) {
                return kept;
            }
            throw e;
        }
    }

    private Keys fetched() throws IOException, JoseException {
        var answer = get.get(url);
        var fetched = new Keys(new JsonWebKeySet(answer.getBody()).getJsonWebKeys(), steady.instant(), goodFor(answer));
        known = fetched;
        return fetched;
    }

    private Duration age(Keys keys) {
        return Duration.between(keys.fetchedAt(), steady.instant());
    }

    private static Duration goodFor(SimpleResponse answer) {
        var said = answer.getHeaderValues("cache-control");
        var maxAge = MAX_AGE.matcher(said == null ? "" : String.join(",", said));
        long seconds = maxAge.find() ? Long.parseLong(maxAge.group(1)) : 0;
        return seconds > 0 ? Duration.ofSeconds(seconds) : KEPT_WITHOUT_A_WORD;
    }
}
