package io.fleetline.service;

import io.fleetline.settings.Role;
import org.jspecify.annotations.Nullable;

/**
 * A part of the service with its own start, end and health. It is a bean; its constructor only keeps what it gets. {@link Parts} lists all of them, starts
 * them in order and closes them in reverse.
 */
public interface Part extends AutoCloseable {
    /** The readiness of a part that can do its work. */
    String OK = "ok";

    /** Whether this process runs it, by its roles and settings. Otherwise it is never started. */
    boolean isNeeded();

    /** Creates what it consists of. Must be short. The parts before it in the list have been started. */
    void start();

    /**
     * Begins what may take long. All parts have been started, and requests are answered.
     *
     * @throws io.fleetline.settings.BadSetting if the service cannot go on
     */
    default void begin() {}

    /** Ends its work. Also called when {@link #start} or {@link #begin} has failed. */
    @Override
    void close();

    /** The role whose readiness it reports; null if it reports none. */
    default @Nullable Role role() {
        return null;
    }

    /** {@link #OK}, or in a few words why its role cannot do its work now. May ask the database. */
    default String readiness() {
        return OK;
    }

    /** False when only a restart would help. Asks no database. */
    default boolean isAlive() {
        return true;
    }
}
