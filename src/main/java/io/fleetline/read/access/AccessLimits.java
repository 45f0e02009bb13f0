package io.fleetline.read.access;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How often somebody may ask, and how often somebody may try tokens that turn out to be none. */
@Singleton
final class AccessLimits {
    /** A page with an old token tries it once a minute; only who is guessing comes near. */
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

    /** Seconds to wait until this caller may ask again; 0: now. */
    long beforeAnswer(String caller) {
        return answers == null ? 0 : answers.take(caller);
    }

    /** Seconds to wait until a token from this address is looked up again; 0: now. */
    long beforeLookUp(String address) {
        return lookUps.take(address);
    }

    /** It was a good token, or it could not be looked up: that costs the address nothing. */
    void giveBackLookUp(String address) {
        lookUps.giveBack(address);
    }
}
