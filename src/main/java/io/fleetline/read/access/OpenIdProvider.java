package io.fleetline.read.access;

import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512;
import static org.jose4j.jws.AlgorithmIdentifiers.EDDSA;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA512;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA512;

import io.fleetline.read.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** Validates the JWTs of one provider: signed with a key that it publishes, issued for us, and valid now. */
final class OpenIdProvider {
    private static final Logger LOG = Logger.getLogger(OpenIdProvider.class);
    private static final int CLOCK_SKEW_S = 60;

    /** Only public keys. "none" is excluded, and so is the HS family, where everyone who can verify can also sign. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            RSA_USING_SHA256,
            RSA_USING_SHA384,
            RSA_USING_SHA512,
            RSA_PSS_USING_SHA256,
            RSA_PSS_USING_SHA384,
            RSA_PSS_USING_SHA512,
            ECDSA_USING_P256_CURVE_AND_SHA256,
            ECDSA_USING_P384_CURVE_AND_SHA384,
            ECDSA_USING_P521_CURVE_AND_SHA512,
            EDDSA);

    private final JwtConsumerBuilder consumers;
    private final InstantSource clock;
    private final @Nullable String costCentresClaim;

    /**
     * For one issuer.
     *
     * @param keys the keys that it publishes
     * @param costCentresClaim the claim with the cost centres, or null if every JWT may see all of them
     * @param clock the clock for the validity of JWTs
     */
    OpenIdProvider(
            String issuer, String audience, ProviderKeys keys, @Nullable String costCentresClaim, InstantSource clock) {
        this.clock = clock;
        this.costCentresClaim = costCentresClaim;
        this.consumers = new JwtConsumerBuilder()
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_S)
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setVerificationKeyResolver(keys);
    }

    /**
     * The verdict on a JWT.
     *
     * @throws UncheckedIOException if the provider's keys are needed and it does not answer
     */
    Verdict verdict(String token) {
        try {
            var claims = consumer().processToClaims(token);
            return new Verdict.Welcome(
                    new Caller(claims.getSubject(), costCentres(claims)),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue() + CLOCK_SKEW_S));
        } catch (InvalidJwtException e) {
            throwIfProviderIsAway(e);
            // Only codes, because the message would repeat the token.
            LOG.debugf(
                    "a JWT was refused with error codes %s",
                    e.getErrorDetails().stream()
                            .map(error -> error.getErrorCode())
                            .toList());
            return Verdict.REFUSED;
        } catch (MalformedClaimException e) {
            return Verdict.REFUSED;
        }
    }

    /** One per JWT with our time; by default the library would use the machine's clock. */
    private synchronized JwtConsumer consumer() {
        return consumers
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
    }

    private static void throwIfProviderIsAway(InvalidJwtException problem) {
        Stream.<Throwable>iterate(problem, cause -> cause != null, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .findFirst()
                .ifPresent(cause -> {
                    throw new UncheckedIOException((IOException) cause);
                });
    }

    /** One text or a list of texts; a token without the claim may see nothing. */
    private @Nullable Set<String> costCentres(JwtClaims claims) throws MalformedClaimException {
        if (costCentresClaim == null) {
            return null;
        } else if (!claims.hasClaim(costCentresClaim)) {
            return Set.of();
        } else if (claims.isClaimValueString(costCentresClaim)) {
            return Set.of(claims.getStringClaimValue(costCentresClaim));
        }
        return Set.copyOf(claims.getStringListClaimValue(costCentresClaim));
    }
}
