package io.fleetline.service;

import io.fleetline.settings.Role;
import org.jspecify.annotations.Nullable;

/**
 * A part of the service with its own start, end and health. It is a bean; its constructor only keeps what it gets. {@link Parts} lists all of them, starts
 * them in order and closes them in reverse.
 */
public interface Part extends AutoCloseable {
    /** What a part says that can do its work. */
    String OK = "ok";

    /** Whether this process runs it: its roles, or a setting. One that it does not run is never started. */
    boolean isNeeded();

    /** Makes what it consists of. Short; the parts before it in the list have been started. */
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

    /** The role of which it tells the readiness; null: of none. */
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
