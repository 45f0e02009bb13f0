package io.fleetline.database.schema;

/** The database could not be migrated. The message is one line with the file and the reason. */
public final class MigrationException extends RuntimeException {
    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }

    MigrationException(String message) {
        super(message);
    }
}
