package io.fleetline.tracksolid;

import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Instant;

/** Why there was no token; callers get this reason until {@code until}. */
record RecentFailure(TracksolidException reason, Instant until) {
    /** Nothing was sent this time. Only a refused login keeps the vendor's code: 1006 is not a refusal. */
    TracksolidException again() {
        var text = "%s (not requested again before %s)".formatted(reason.reason(), until);
        int code = reason.kind() == Kind.TOKEN ? reason.code() : 0;
        return new TracksolidException(Kind.TOKEN, code, reason.method(), reason.account(), text, reason);
    }
}
