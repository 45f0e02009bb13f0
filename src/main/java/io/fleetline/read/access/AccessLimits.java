package io.fleetline.read.access;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Limits the requests of each caller, and the attempts with invalid tokens of each address. */
@Singleton
final class AccessLimits {
    /** A page with an expired token tries it once a minute; only a guesser comes near this limit. */
    static final int WRONG_TOKENS_AT_ONCE = 60;

    private static final int WRONG_TOKENS_PER_SECOND = 1;

    private final @Nullable Allowances answers;
    private final Allowances lookUps;

    /** One caller may spend the requests of a second at once. */
    AccessLimits(AccessSettings settings, @Identifier("steady") InstantSource steady) {
        var requestsPerSecond = settings.requestsPerSecond();
        this.answers = requestsPerSecond == 0 ? null : new Allowances(requestsPerSecond, requestsPerSecond, steady);
        this.lookUps = new Allowances(WRONG_TOKENS_PER_SECOND, WRONG_TOKENS_AT_ONCE, steady);
    }

    /** Seconds until this caller may send the next request; 0: now. */
    long beforeAnswer(String caller) {
        return answers == null ? 0 : answers.take(caller);
    }

    /** Seconds until a token from this address is looked up again; 0: now. */
    long beforeLookUp(String address) {
        return lookUps.take(address);
    }

    /** The token was valid, or could not be checked: this does not count against the address. */
    void giveBackLookUp(String address) {
        lookUps.giveBack(address);
    }
}
