package io.fleetline.read.access;

import io.fleetline.read.Caller;
import java.time.Instant;

/** The result of checking a token. */
sealed interface Verdict {
    Verdict REFUSED = new Refused();

    /** @param expiresAt when the token expires */
    record Welcome(Caller caller, Instant expiresAt) implements Verdict {}

    record Refused() implements Verdict {}
}
