package io.fleetline.service;

import io.fleetline.read.access.AccessSettings;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of this process before Quarkus starts. Quarkus makes the beans and the {@link QuarkusKeys} itself, so it is handed to them here.
 *
 * @param access with the address of the OpenID provider's keys
 * @param mayWrite whether the login of DATABASE_URL may
 * @param statusLine whether the terminal shows the fleet coming in
 */
public record Launch(Settings settings, AccessSettings access, boolean mayWrite, boolean statusLine) {
    private static volatile @Nullable Launch present;

    /** To be called before Quarkus starts. */
    static void hand(Launch launch) {
        present = launch;
    }

    /** Null when Quarkus runs without {@code serve}: while it builds, and in tests. */
    static @Nullable Launch ifServing() {
        return present;
    }

    static Launch present() {
        return Objects.requireNonNull(present, "the service was not started by 'serve'");
    }

    public boolean has(Role role) {
        return settings.roles().contains(role);
    }

    /** Whether this process stores facts. */
    boolean stores() {
        return has(Role.INGEST) || has(Role.WEBHOOK);
    }
}
