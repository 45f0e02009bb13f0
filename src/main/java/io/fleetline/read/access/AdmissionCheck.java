package io.fleetline.read.access;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether callers who were let in some time ago may still be here. Asks the database, not the cache of verdicts. */
@Singleton
public final class AdmissionCheck {
    private final AccessTokenTable table;
    private final InstantSource clock;

    AdmissionCheck(AccessTokenTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Those that have ended: the token has expired, was revoked, or has other cost centres now. A JWT is good until it expires.
     *
     * @throws org.jdbi.v3.core.JdbiException if the database does not answer
     */
    public Set<Admission> ended(Collection<Admission> admissions) {
        var tokens = admissions.stream()
                .map(Admission::token)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        var good = tokens.isEmpty() ? Map.<TokenHash, Verdict.Welcome>of() : table.good(tokens);
        return admissions.stream()
                .filter(admission -> !clock.instant().isBefore(admission.until())
                        || (admission.token() != null && !isStillTheSame(admission, good.get(admission.token()))))
                .collect(Collectors.toSet());
    }

    private static boolean isStillTheSame(Admission admission, Verdict.@Nullable Welcome now) {
        return now != null && now.caller().equals(admission.caller());
    }
}
