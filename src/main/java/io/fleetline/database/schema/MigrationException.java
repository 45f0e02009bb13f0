package io.fleetline.database.schema;

/** The database could not be brought up to date. The message is one line that names the file and says why. */
public final class MigrationException extends RuntimeException {
    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }

    MigrationException(String message) {
        super(message);
    }
}
