package io.fleetline.read.access;

import io.fleetline.read.Caller;
import java.time.Instant;

/** What a token is worth. */
sealed interface Verdict {
    Verdict REFUSED = new Refused();

    /** @param expiresAt when the token ends by itself */
    record Welcome(Caller caller, Instant expiresAt) implements Verdict {}

    record Refused() implements Verdict {}
}
